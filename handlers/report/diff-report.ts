import { eventTypeOf } from '../../domain/alerts/change-event.ts';
import { changeKinds } from '../../domain/history/change-kinds.ts';
import type { ChangeRecord } from '../../domain/history/change-record.ts';
import type { DayCounts } from '../../domain/history/stored-history.ts';
import { changesByUser, type NetChange, netChange } from '../../domain/history/user-changes.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { ListedAccount } from '../../domain/organization/member-account.ts';
import type { Instant } from '../../domain/time.ts';
import { namesOf } from './many-accounts.ts';

/** What one account recorded after `since`. */
export interface AccountDiff {
  readonly accountId: AccountId;
  readonly beginsAt: Instant;
  readonly since: Instant;
  readonly latest: DayCounts;
  /** The counts of the last day that ended before `since`; undefined where there are none. */
  readonly before: DayCounts | undefined;
  readonly changes: readonly ChangeRecord[];
  readonly unreadable: number;
}

/** The answer of `diff`, as `--format json` prints it. Do not rename its fields. */
export type DiffReport = ReturnType<typeof diffReport>;

/** One change, in the form of an event. `detailType` is null where no event reports such a change. */
export type ChangeReport = DiffReport['changes'][number];

/** An account id stands for an account without a history. */
export function diffReport(all: readonly (AccountDiff | AccountId)[]) {
  const diffs = all.filter((one) => typeof one !== 'string');
  return {
    accounts: diffs.map(accountReport),
    unrecorded: all.filter((one) => typeof one === 'string'),
    changes: diffs
      .flatMap(({ changes }) => changesByUser(changes).flatMap((user) => netChange(user) ?? []))
      .sort(byKind)
      .map(changeReport),
    missing: diffs.flatMap(unreadableChanges),
  };
}

/** The same with the names of the accounts. */
export function namedDiff(report: DiffReport, listed: readonly ListedAccount[] | undefined) {
  const nameOf = namesOf(listed);
  return { ...report, accounts: report.accounts.map((account) => ({ ...account, ...nameOf(account) })) };
}

export const noHistory = 'no history yet: scan with an inventory; the next scan shows what changed since';

function accountReport({ accountId, beginsAt, since, latest, before }: AccountDiff) {
  const { asOf, thresholdDays, counts } = latest;
  return { accountId, since, asOf, thresholdDays, beginsAt, counts: { before: before?.counts ?? null, after: counts } };
}

function changeReport({ kinds, detail }: NetChange) {
  const detailType = kinds.flatMap((kind) => eventTypeOf(kind) ?? [])[0] ?? null;
  return { kinds, detailType, detail };
}

/** The order of the kinds; in each the longest idle first, then by name. */
function byKind(a: NetChange, b: NetChange): number {
  const rank = ({ kinds: [first] }: NetChange) => (first === undefined ? 0 : changeKinds.indexOf(first));
  const idle = ({ detail }: NetChange) => detail.idleDays ?? 0;
  return rank(a) - rank(b) || idle(b) - idle(a) || (a.detail.userName < b.detail.userName ? -1 : 1);
}

/** The line about changes that this version cannot read; none where it can. */
export function unreadableChanges({ accountId, unreadable }: Pick<AccountDiff, 'accountId' | 'unreadable'>): string[] {
  return unreadable === 0 ? [] : [`${unreadable} recorded changes of account ${accountId} cannot be read`];
}
