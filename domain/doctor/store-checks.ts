/** Checks of the queues and the table. */

import type { Answer } from '../answer.ts';
import { plainText } from '../plain-text.ts';
import { examine, type Finding, fail, ok, warn } from './finding.ts';

export interface QueueFacts {
  readonly name: string;
  readonly messages: number;
  /** No function reads this queue; a person must look at its messages. */
  readonly isDeadLetters: boolean;
}

/** Checks that a queue is empty. Waiting messages are not yet recorded; those in a dead-letter queue need a person. */
export function checkQueue(answer: Answer<QueueFacts>): readonly Finding[] {
  return examine('queue', answer, ({ name, messages, isDeadLetters }) => {
    const says = `${plainText(name)} holds ${messages} message${messages === 1 ? '' : 's'}`;
    if (messages === 0) return [ok('queue', `${plainText(name)} is empty`)];
    return isDeadLetters
      ? [fail('queue', says, 'look it up in infra/stack/README.md, "Alarms: what to do"')]
      : [warn('queue', says, 'Lambda retries them; the log of the function says why they failed')];
  });
}

/** What DynamoDB says of the table. */
export interface TableFacts {
  readonly name: string;
  readonly status: string | undefined;
  readonly isOnDemand: boolean;
  readonly isDeletionProtected: boolean;
  readonly hasRecovery: boolean;
  readonly hasTtl: boolean;
  /** The status of the index by state that DynamoDB reports; undefined where there is no such index. */
  readonly indexStatus: string | undefined;
}

/** Checks that the table is active, protected, recoverable and on demand, with its index and without a TTL. */
export function checkTable(answer: Answer<TableFacts>): readonly Finding[] {
  return examine('table', answer, (table) => {
    const name = plainText(table.name);
    const update = (option: string) => `aws dynamodb update-table --table-name ${name} ${option}`;
    const recovery = `aws dynamodb update-continuous-backups --table-name ${name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`;
    const wrong = [
      table.status !== 'ACTIVE' &&
        fail(
          'table',
          `${name} is ${plainText(table.status ?? 'gone')}`,
          'restore it by infra/stack/README.md, "Restore the table"',
        ),
      table.indexStatus !== 'ACTIVE' &&
        fail(
          'table',
          `${name}: its index is ${plainText(table.indexStatus ?? 'gone')}`,
          'deploy again: npm run deploy',
        ),
      table.hasTtl &&
        fail(
          'table',
          `${name} forgets entries: TTL is on`,
          `aws dynamodb update-time-to-live --table-name ${name} --time-to-live-specification Enabled=false,AttributeName=NAME`,
        ),
      !table.isDeletionProtected &&
        fail('table', `${name} can be deleted by mistake`, update('--deletion-protection-enabled')),
      !table.hasRecovery && fail('table', `${name} cannot be restored to an earlier moment`, recovery),
      !table.isOnDemand &&
        warn(
          'table',
          `${name} is not on demand: many writes at once are throttled`,
          update('--billing-mode PAY_PER_REQUEST'),
        ),
    ].filter((finding) => finding !== false);
    return wrong.length > 0 ? wrong : [ok('table', `${name} is active, protected and recoverable`)];
  });
}
