/** Decides what a run has to do for each account of an organization. */

import { isInService, type MemberAccount, stateWords } from './member-account.ts';
import type { AccountNews, AccountOutcome, OrganizationAccount } from './organization-account.ts';
import type { OrganizationRunId } from './organization-run.ts';

/** The accounts as AWS Organizations listed them now, and what the table holds of them. */
export interface ListedOrganization {
  readonly listed: readonly MemberAccount[];
  /** Entries of the list that could not be read, in words. With one of them no account counts as gone. */
  readonly malformed: readonly string[];
  readonly stored: readonly OrganizationAccount[];
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
  /** Fewer than half of the accounts are left. The list is more likely wrong than the organization that small. */
  | { readonly kind: 'shrunk'; readonly from: number; readonly to: number };

/** An account to judge. */
export interface JudgedMember {
  readonly member: MemberAccount;
  readonly news: AccountNews | undefined;
}

/** In a smaller organization it is ordinary that more than half of the accounts leave at once. */
const smallestWatched = 4;

/**
 * The same list and the same run give the same plan, also after some of its writes: an attempt may follow on another
 * one that was killed.
 */
export function planOrganization(organization: ListedOrganization, runId: OrganizationRunId): OrganizationPlan {
  const { listed, malformed, stored } = organization;
  const present = stored.filter(({ outcome, runId: writer }) => outcome.kind !== 'left' || writer === runId);
  const ids = new Set(listed.map(({ accountId }) => accountId));
  const absent = present.filter(({ accountId }) => !ids.has(accountId));
  const left = present.length - absent.length;
  if (present.length >= smallestWatched && left * 2 < present.length) {
    return { kind: 'shrunk', from: present.length, to: left };
  }
  const known = new Map(stored.map((account) => [account.accountId, account]));
  const members = listed.map((account) => {
    const before = known.get(account.accountId);
    // A place that is not known now is no place at the root: the settings of the units above would be lost.
    return { member: { ...account, unit: account.unit ?? before?.unit }, before };
  });
  const isFirst = stored.every((account) => account.runId === runId);
  const planned = members.map(({ member, before }) => ({
    member,
    before,
    news: newsOf(member, before, runId, isFirst),
  }));
  const written = planned.flatMap(({ member, before, news }) => {
    const outcome = outcomeAtStart(member, before, runId);
    return outcome === undefined
      ? []
      : [{ ...member, runId, outcome, news, owner: before?.owner, judged: before?.judged }];
  });
  return {
    kind: 'planned',
    writes: [...written, ...absent.map((account) => absentAccount(account, runId, malformed.length === 0))],
    judge: planned.filter(({ member }) => isInService(member)).map(({ member, news }) => ({ member, news })),
  };
}

/** What the planner itself writes: the account is not judged, or nothing of it is stored yet. */
function outcomeAtStart(
  member: MemberAccount,
  before: OrganizationAccount | undefined,
  runId: OrganizationRunId,
): AccountOutcome | undefined {
  if (!isInService(member)) return { kind: 'out-of-service' };
  const isNew = before === undefined || (before.outcome.kind === 'left' && before.runId !== runId);
  return isNew ? { kind: 'waiting' } : undefined;
}

/** In the first run every account is there for the first time: that is no news. */
function newsOf(
  member: MemberAccount,
  before: OrganizationAccount | undefined,
  runId: OrganizationRunId,
  isFirst: boolean,
): AccountNews | undefined {
  if (before?.runId === runId) return before.news;
  if (before === undefined || before.outcome.kind === 'left') return isFirst ? undefined : 'joined';
  return stateWords(member) === stateWords(before) ? undefined : 'state-changed';
}

/** An account that the list lacks: it left, unless a part of the list could not be read. */
function absentAccount(before: OrganizationAccount, runId: OrganizationRunId, isWhole: boolean): OrganizationAccount {
  const { changes: _, ...account } = before;
  if (isWhole) return { ...account, runId, outcome: { kind: 'left' }, news: 'left' };
  const why = 'the list of accounts could not be read completely, and what was read lacks this account';
  return { ...account, runId, outcome: { kind: 'failed', why }, news: undefined };
}
