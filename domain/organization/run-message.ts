/** The messages that a run over an organization sends itself. */

import { type AccountId, type OrganizationId, parseAccountId, parseOrganizationId } from '../ids.ts';
import { parsedText } from '../json.ts';
import { isFlag, isObjectOf, isOptional, isUnionOf, parsedBy, type Shape } from '../shape.ts';
import { type MemberAccount, memberShapes } from './member-account.ts';
import { type AccountNews, isNews } from './organization-account.ts';
import { type OrganizationRunId, parseOrganizationRunId } from './organization-run.ts';

interface OfRun {
  readonly organizationId: OrganizationId;
  readonly runId: OrganizationRunId;
}

/**
 * `start-report`: begin the credential report of the account; IAM takes seconds to minutes for it. `judge`: judge the
 * account. `close`: publish the digest once every account is done.
 */
export type RunMessage =
  | ({ readonly kind: 'start-report'; readonly accountId: AccountId } & OfRun)
  | ({ readonly kind: 'judge' } & JudgedAccount & OfRun)
  | ({ readonly kind: 'close' } & OfRun);

interface JudgedAccount {
  readonly member: MemberAccount;
  readonly news?: AccountNews | undefined;
  /** A person confirmed that the account has lost most of its users. */
  readonly acceptShrunkInventory?: boolean | undefined;
}

const ofRun = {
  organizationId: parsedBy(parseOrganizationId),
  runId: parsedBy(parseOrganizationRunId),
};

const isMessage: Shape<RunMessage> = isUnionOf<RunMessage>({
  'start-report': { ...ofRun, accountId: parsedBy(parseAccountId) },
  judge: {
    ...ofRun,
    member: isObjectOf(memberShapes),
    news: isOptional(isNews),
    acceptShrunkInventory: isOptional(isFlag),
  },
  close: ofRun,
});

/** The message of a queue's record; undefined where it is of another form. */
export function readRunMessage(body: string): RunMessage | undefined {
  const message = parsedText(body);
  return isMessage(message) ? message : undefined;
}

/** SQS takes no message with these two characters, which the name of a unit may hold. */
const refusedByQueues = /[\ufffe\uffff]/g;

/** The text of a message. */
export const runMessageText = (message: RunMessage): string =>
  JSON.stringify(message).replace(refusedByQueues, (each) => `\\u${each.charCodeAt(0).toString(16)}`);
