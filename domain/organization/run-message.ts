/** The messages that a run over an organization sends itself. */

import { type AccountId, type OrganizationId, parseAccountId, parseOrganizationId } from '../ids.ts';
import { parsedText } from '../json.ts';
import { isObjectOf, isOptional, isUnionOf, parsedBy, type Shape } from '../shape.ts';
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
  | ({ readonly kind: 'judge'; readonly member: MemberAccount; readonly news?: AccountNews | undefined } & OfRun)
  | ({ readonly kind: 'close' } & OfRun);

const ofRun = {
  organizationId: parsedBy(parseOrganizationId),
  runId: parsedBy(parseOrganizationRunId),
};

const isMessage: Shape<RunMessage> = isUnionOf<RunMessage>({
  'start-report': { ...ofRun, accountId: parsedBy(parseAccountId) },
  judge: { ...ofRun, member: isObjectOf(memberShapes), news: isOptional(isNews) },
  close: ofRun,
});

/** The message of a queue's record; undefined where it is of another form. */
export function readRunMessage(body: string): RunMessage | undefined {
  const message = parsedText(body);
  return isMessage(message) ? message : undefined;
}

export const runMessageText = (message: RunMessage): string => JSON.stringify(message);
