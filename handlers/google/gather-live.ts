/** What is read of a customer of Google Workspace from its APIs. */

import { type Failure, mayPass } from '../../domain/answer.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { IamUser, ProviderReport } from '../../domain/inventory/iam-user.ts';
import { lastLogins } from '../../domain/providers/google/activity.ts';
import type { ListedPerson } from '../../domain/providers/google/inventory.ts';
import { refusalWords } from '../../domain/providers/google/refusals.ts';
import type { Question } from '../../domain/question.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { GatheredPeople } from '../../infra/google/people.ts';
import type { UsageReports } from '../../infra/google/usage-report.ts';
import { type GatheredList, type OnePorts, readDoubts, recallUsers } from '../live/list-reads.ts';
import type { TrailReading } from '../trail/trail-reading.ts';
import type { CustomerReads } from './gather-customer.ts';
import { type ActivityPorts, readLiveActivities } from './read-live-activities.ts';

/** What a live scan of a customer reads. Nothing throws: what failed is in the answer. */
export interface LiveCustomerPorts extends OnePorts<ListedPerson>, ActivityPorts {
  readonly readList: () => Promise<GatheredPeople>;
  readonly readUsage: (question: Question) => Promise<UsageReports>;
}

/** One read of the directory's list, with what of it could not be read. */
export type CustomerList = GatheredPeople & GatheredList<ListedPerson>;

/** What a live scan read, and the users of the last run whom no answer could name. */
export interface GatheredCustomer {
  readonly reads: CustomerReads;
  readonly reading: TrailReading;
  readonly recalled: readonly IamUser[];
  /** Why a read of the list is not whole, or a report that may come later did not. */
  readonly failures: readonly Failure[];
}

/** Reads the list once. */
export async function readListOnce({ readList, clock }: LiveCustomerPorts): Promise<CustomerList> {
  const madeAt = clock();
  return { ...(await readList()), madeAt };
}

const logins = { use: lastLogins, lastUse: (at: (typeof lastLogins)['none']) => at };

/** Reads the rest after the first read of the list, which told whose it is: the list once more, and the reports. */
export async function gatherCustomer(
  first: CustomerList,
  stored: StoredAccount,
  question: Question,
  ports: LiveCustomerPorts,
): Promise<GatheredCustomer> {
  const { accountId } = stored;
  const lists = [first, await readListOnce(ports)];
  const ones = await readDoubts(logins, lists, stored, question, ports);
  const usage = await ports.readUsage(question);
  const { activities, reading, failures } = await readLiveActivities(stored, question.now, ports);
  const failed = new Map<ProviderReport, Failure>(failures);
  if (usage.failure !== undefined) failed.set('google-usage-report', usage.failure);
  const own = usage.rows.filter(({ customer }) => customer === undefined || customer === accountId);
  const missing = [...listWords(lists), ...lists.flatMap(({ malformed }) => malformed), ...usage.malformed];
  const strange = usage.rows.length - own.length;
  return {
    reads: {
      accountId,
      lists: [...lists, ...ones],
      readById: new Set(ones.flatMap(({ people }) => people.map(({ objectId }) => objectId))),
      usage: own,
      activities,
      failed: new Map([...failed].map(([report, { why }]) => [report, why])),
      missing: [...new Set([...missing, ...reportWords(failed), ...strangerWords(strange, accountId)])],
    },
    reading,
    recalled: recallUsers('google-users', lists, stored),
    failures: [...lists.flatMap(({ failure }) => failure ?? []), ...[...failed.values()].filter(mayPass)],
  };
}

function listWords(lists: readonly CustomerList[]): string[] {
  return lists.flatMap(({ failure }, index) => {
    const what = index === 0 ? 'list of users' : 'list of users, once more,';
    return failure === undefined ? [] : [`Google's ${what} could not be read (${refusalWords(failure, 'users')})`];
  });
}

function reportWords(failed: ReadonlyMap<ProviderReport, Failure>): string[] {
  return [...failed].map(([report, failure]) => {
    const isUsage = report === 'google-usage-report';
    const what = report.replace('google-', '').replaceAll('-', ' ');
    return `Google's ${what} could not be read (${refusalWords(failure, isUsage ? 'usage' : 'activities')})`;
  });
}

const strangerWords = (rows: number, accountId: AccountId): string[] =>
  rows === 0 ? [] : [`${rows} rows of the usage reports are of another customer than ${accountId}`];
