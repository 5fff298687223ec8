/** Decides what a run has to do for each account of an organization. */

import { isInService, type MemberAccount, stateWords } from './member-account.ts';
import type { AccountNews, AccountOutcome, OrganizationAccount } from './organization-account.ts';
import { isUnreported, type OrganizationRun } from './organization-run.ts';

/** The accounts as AWS Organizations listed them now, and what the table holds of them. */
export interface ListedOrganization {
  readonly listed: readonly MemberAccount[];
  /** Entries of the list that could not be read, in words. With one of them no account counts as gone. */
  readonly malformed: readonly string[];
  readonly stored: readonly OrganizationAccount[];
  /** A person confirmed that a list of less than half of the known accounts is right. */
  readonly acceptShrunk: boolean;
}

/** What a run starts with. */
export type OrganizationPlan =
  | {
      readonly kind: 'planned';
      /** Entries to write before any account is judged. */
      readonly writes: readonly OrganizationAccount[];
      /** The accounts to judge, each with the news of it. */
      readonly judge: readonly JudgedMember[];
    }
  | ShrunkOrganization;

/** Fewer than half of the accounts are left. The list is more likely wrong than the organization that small. */
export interface ShrunkOrganization {
  readonly kind: 'shrunk';
  readonly from: number;
  readonly to: number;
}

/** An account to judge. */
export interface JudgedMember {
  readonly member: MemberAccount;
  readonly news: AccountNews | undefined;
}

type PlannedRun = Pick<OrganizationRun, 'runId' | 'isFirst' | 'lastClosed'>;

/** In a smaller organization it is ordinary that more than half of the accounts leave at once. */
const smallestWatched = 4;

/**
 * The same list and the same run give the same plan, also after some of its writes: an attempt may follow on another
 * one that was killed. News of a run that published no digest is news of this run too.
 */
export function planOrganization(organization: ListedOrganization, run: PlannedRun): OrganizationPlan {
  const { listed, malformed, stored } = organization;
  const present = stored.filter((account) => account.outcome.kind !== 'left' || isUnreported(account, run));
  const ids = new Set(listed.map(({ accountId }) => accountId));
  const absent = present.filter(({ accountId }) => !ids.has(accountId));
  const shrunk = shrinkageOf(organization, present.length, present.length - absent.length);
  if (shrunk !== undefined) return shrunk;
  const known = new Map(stored.map((account) => [account.accountId, account]));
  const planned = listed.map((account) => {
    const before = known.get(account.accountId);
    return { member: placed(account, before), before, news: newsOf(account, before, run) };
  });
  const written = planned.flatMap(({ member, before, news }) => {
    const outcome = outcomeAtStart(member, before, news, run);
    const { owner, judged } = before ?? {};
    return outcome === undefined ? [] : [{ ...member, runId: run.runId, outcome, news, owner, judged }];
  });
  return {
    kind: 'planned',
    writes: [...written, ...absent.map((account) => absentAccount(account, run, malformed.length === 0))],
    judge: planned.filter(({ member }) => isInService(member)).map(({ member, news }) => ({ member, news })),
  };
}

/** A list of nobody is never right: an organization has its management account. */
function shrinkageOf(
  { listed, acceptShrunk }: ListedOrganization,
  from: number,
  to: number,
): ShrunkOrganization | undefined {
  const isHalved = from >= smallestWatched && to * 2 < from && !acceptShrunk;
  const isEmpty = from > 0 && listed.length === 0;
  return isHalved || isEmpty ? { kind: 'shrunk', from, to } : undefined;
}

/** An account whose place could not be read keeps the one that was known last: its settings may depend on it. */
const placed = (member: MemberAccount, { unit }: Pick<MemberAccount, 'unit'> = {}): MemberAccount =>
  member.unit === undefined && unit !== undefined ? { ...member, unit } : member;

/** What the planner itself writes: the account is not judged, or there is news of it to tell even without a verdict. */
function outcomeAtStart(
  member: MemberAccount,
  before: OrganizationAccount | undefined,
  news: AccountNews | undefined,
  { runId }: PlannedRun,
): AccountOutcome | undefined {
  if (!isInService(member)) return { kind: 'out-of-service' };
  if (before === undefined || before.outcome.kind === 'left') return { kind: 'waiting' };
  return news !== undefined && before.runId !== runId ? { kind: 'waiting' } : undefined;
}

/** In the first run every account is there for the first time: that is no news. */
function newsOf(
  member: MemberAccount,
  before: OrganizationAccount | undefined,
  run: PlannedRun,
): AccountNews | undefined {
  const isLeft = before?.outcome.kind === 'left';
  if (before?.runId === run.runId && !isLeft) return before.news;
  if (before === undefined || (isLeft && !isUnreported(before, run))) return run.isFirst ? undefined : 'joined';
  const untold = isUnreported(before, run) ? before.news : undefined;
  if (untold === 'joined') return untold;
  if (stateWords(member) !== stateWords(before)) return 'state-changed';
  return untold === 'state-changed' ? untold : undefined;
}

/** An account that the list lacks: it left, unless a part of the list could not be read. */
function absentAccount(before: OrganizationAccount, run: PlannedRun, isWhole: boolean): OrganizationAccount {
  const { changes: _, ...account } = before;
  const { runId } = run;
  if (isWhole) return { ...account, runId, outcome: { kind: 'left' }, news: 'left' };
  const why = 'the list of accounts could not be read completely, and what was read lacks this account';
  const news = isUnreported(before, run) ? before.news : undefined;
  return { ...account, runId, outcome: { kind: 'failed', why }, news };
}
