/** What is written of an account on which a run has no new verdicts. */

import type { AccountSkip } from '../accounts/account-settings.ts';
import type { Failure } from '../answer.ts';
import type { MemberAccount } from './member-account.ts';
import type { AccountNews, AccountOutcome, OrganizationAccount } from './organization-account.ts';
import type { OrganizationRunId } from './organization-run.ts';

/** An account in a run, with what its list said of it. */
export interface RunMember {
  readonly member: MemberAccount;
  readonly runId: OrganizationRunId;
  readonly news?: AccountNews | undefined;
}

/** The entry of an account without new verdicts: its owner and those of an earlier run stay, these with their time. */
export function unjudged(
  of: RunMember,
  before: OrganizationAccount | undefined,
  outcome: AccountOutcome,
): OrganizationAccount {
  const { judged, owner } = before ?? {};
  return { ...entryOf(of, outcome), ...(owner && { owner }), ...(judged && { judged }) };
}

/** The entry with an outcome alone. */
export function entryOf({ member, runId, news }: RunMember, outcome: AccountOutcome): OrganizationAccount {
  return { ...member, runId, outcome, ...(news && { news }) };
}

/** The outcome where a setting leaves the account out. */
export const skippedBy = ({ reason, end }: AccountSkip): AccountOutcome => {
  return { kind: 'skipped', why: reason, until: end };
};

/** The outcome where the account's role could not be assumed. */
export const refusedBy = ({ kind, why }: Failure): AccountOutcome =>
  kind === 'denied' ? { kind: 'refused', why } : { kind: 'failed', why: `its role could not be assumed (${why})` };
