/** What the answer of a scan says of its accounts where it is about more than one. */

import type { AccountId } from '../../domain/ids.ts';
import { isClosed, type ListedAccount } from '../../domain/organization/member-account.ts';
import { wordsOf } from '../../domain/provider.ts';
import { type Counts, countAssessments } from '../../domain/verdict/counts.ts';
import type { Inventory } from '../scan/read-inventory.ts';
import type { Scan, ScannedAccount } from '../scan/scan.ts';
import type { TrailReading } from '../trail/trail-reading.ts';
import { endedSkips, leftOutBySettings, type NotJudgedBySettings } from './account-terms-report.ts';
import type { NamedAccount } from './report-column.ts';

/** An account, or an input of an unknown account, that cannot be judged. */
export interface NotJudgedReport {
  readonly accountId: AccountId | null;
  /** Null where no list of accounts names it. */
  readonly accountName: string | null;
  /** The file or the profile that failed; null where none was given. */
  readonly input: string | null;
  /** Suspended or closed: nobody can sign in there. */
  readonly isClosed: boolean;
  /** Whether people decided that nobody of it is judged for now; absent where they did not. */
  readonly isSkipped?: true;
  readonly why: string;
}

/** The fields that an answer about many accounts has beside those of every answer. */
export interface ManyAccounts {
  readonly notJudged: readonly NotJudgedReport[];
  /** What was decided between inputs, in words. It takes nothing from the answer. */
  readonly notes: readonly string[];
}

/** Gives the name of an account as a field; no field where no list of accounts was given. */
export type AccountNames = (row: { readonly accountId: AccountId }) => NamedAccount;

/** Adds the name of the account to whatever has an account. */
export function namesOf(listed: readonly ListedAccount[] | undefined): AccountNames {
  if (listed === undefined) return () => ({});
  const names = new Map(listed.map(({ accountId, name }) => [accountId, name]));
  return ({ accountId }) => ({ accountName: names.get(accountId) ?? null });
}

/** Undefined where the answer is about one account alone, and was asked for nothing else. */
export function manyAccounts(
  { accounts }: Scan,
  trail: TrailReading | undefined,
  inventory: Inventory | undefined,
  listed: readonly ListedAccount[] | undefined,
): ManyAccounts | undefined {
  const judged = accounts.filter((account) => account.judged);
  const failed: NotJudgedBySettings[] = [...(inventory?.notJudged ?? []), ...leftOutBySettings(accounts)];
  const decided = [...(inventory?.notes ?? []), ...endedSkips(accounts)];
  const notes = [...decided, ...strangers(accounts, listed), ...silentAccounts(judged, trail)];
  if (judged.length <= 1 && failed.length + notes.length === 0 && listed === undefined) return undefined;
  const names = new Map(listed?.map(({ accountId, name }) => [accountId, name]));
  const known = new Set([...judged, ...failed].map(({ accountId }) => accountId));
  const absent = inventory === undefined ? [] : (listed ?? []).filter(({ accountId }) => !known.has(accountId));
  const ofInputs = failed.map(({ accountId, input, why, isSkipped }) => {
    const name = (accountId && names.get(accountId)) ?? null;
    const which = { accountId: accountId ?? null, accountName: name, input: input ?? null };
    return { ...which, isClosed: false, ...(isSkipped && { isSkipped }), why };
  });
  return { notJudged: [...ofInputs, ...absent.map(absentReport)], notes };
}

function absentReport(account: ListedAccount): NotJudgedReport {
  const { accountId, name } = account;
  const closed = isClosed(account);
  const called = name === accountId ? accountId : `${accountId} (${name})`;
  const why = closed
    ? `account ${called} is suspended or closed: no report tells of its users`
    : `account ${called} is on the list, but no report tells of it: its users cannot be judged`;
  return { accountId, accountName: name, input: null, isClosed: closed, why };
}

function strangers(accounts: readonly ScannedAccount[], listed: readonly ListedAccount[] | undefined): string[] {
  if (listed === undefined) return [];
  const known = new Set(listed.map(({ accountId }) => accountId));
  const unknown = accounts.filter(({ accountId }) => !known.has(accountId));
  return unknown.map(({ accountId }) => `account ${accountId} is not on the list of accounts`);
}

/** Of many accounts some may have no records in the logs: IAM alone speaks for them. */
function silentAccounts(judged: readonly ScannedAccount[], trail: TrailReading | undefined): string[] {
  if (trail === undefined || judged.length <= 1) return [];
  return judged
    .filter(({ coverage }) => coverage.kind === 'none')
    .map(
      ({ accountId }) =>
        `account ${accountId}: the logs hold no record of it: its verdicts rest on ${wordsOf(accountId).name} alone`,
    );
}

/** The totals of one account, and what is missing of it. */
export function totalsOf(
  { accountId, assessments }: ScannedAccount,
  inventory: Inventory | undefined,
): { readonly counts: Counts; readonly missing: readonly string[] } {
  const incomplete = inventory?.incomplete.filter((each) => each.accountId === accountId) ?? [];
  return { counts: countAssessments(assessments.values()), missing: incomplete.map(({ why }) => why) };
}
