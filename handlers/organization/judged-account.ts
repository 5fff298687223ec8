/** What a judged account leaves in its entry of the organization. */

import { type ChangeKind, longestIdleFirst } from '../../domain/alerts/changes.ts';
import { blindWords } from '../../domain/coverage/blind-regions.ts';
import type { AccountChanges, LatestJudgement } from '../../domain/organization/organization-account.ts';
import type { RunPlan } from '../../domain/reconcile/run-plan.ts';

const missingLines = 3;
const missingLength = 160;
const namedUsers = 5;

/** The counts of the run, and what it could not read: the first lines, cut, and how many more. */
export function judgementOf(plan: RunPlan, notes: readonly string[]): LatestJudgement {
  const { asOf, thresholdDays } = plan.reconciliation.run;
  const blind = plan.blindRegions.map(blindWords);
  const missing = [...notes, ...plan.missing, ...blind];
  return { at: asOf, thresholdDays, counts: plan.counts, missing: shortLines(missing) };
}

/** The first lines, cut, and how many more: an account's entry is small. */
export const shortLines = (missing: readonly string[]): string[] => firstLines(missing, missingLines);

/** The first lines, each cut, and how many more. */
export function firstLines(lines: readonly string[], most: number): string[] {
  const shown = lines.slice(0, most).map((words) => words.slice(0, missingLength).toWellFormed());
  const more = lines.length - shown.length;
  return more === 0 ? shown : [...shown, `and ${more} more`];
}

/** The changes that wait in the account's outbox; undefined where none wait. */
export function changesOf({ digestPlan }: Pick<RunPlan, 'digestPlan'>): AccountChanges | undefined {
  const { pending, changes } = digestPlan;
  if (pending === undefined) return undefined;
  const kinds: { [kind in ChangeKind]?: number } = {};
  for (const { kind } of changes) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const newly = changes.flatMap(({ kind, after }) => (kind === 'became-unused' && after ? [after] : []));
  const users = newly.sort(longestIdleFirst).slice(0, namedUsers);
  return { digestId: pending.id, kinds, newlyUnused: users.map(({ user }) => user.userName) };
}
