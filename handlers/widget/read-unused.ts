import { isUnusedUser, longestIdleFirst } from '../../domain/alerts/changes.ts';
import type { AccountId } from '../../domain/ids.ts';
import { unreadableWords } from '../../domain/table/stored-account.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import type { Run } from '../../domain/verdict/run.ts';
import type { State } from '../../domain/verdict/state.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';

/** What the widget shows of one account. `no-run`: nobody was judged yet. */
export type UnusedUsers =
  | { readonly kind: 'no-run' }
  | {
      readonly kind: 'judged';
      readonly run: Run;
      /** The longest unused users, exempt ones left out; at most `mostShown`. */
      readonly shown: readonly Assessment[];
      /** Unused and not exempt, `shown` among them. */
      readonly unused: number;
      /** Unused and exempt. */
      readonly exempt: number;
      /** Users who cannot be judged. */
      readonly unknown: number;
      /** What of the table could not be read, in words. */
      readonly missing: readonly string[];
    };

/** The most users in the widget. */
export const mostShown = 20;

/** Reads the account's run, and its users in three states by the index. Throws where the table cannot be reached. */
export async function readUnused(
  accountId: AccountId,
  table: Pick<LastSeenTable, 'readRun' | 'assessmentsInState'>,
): Promise<UnusedUsers> {
  const run = await table.readRun(accountId);
  if (run === undefined) return { kind: 'no-run' };
  const inState = (state: State) => table.assessmentsInState(accountId, state);
  const [idle, neverUsed, unknown] = await Promise.all([inState('idle'), inState('never-used'), inState('unknown')]);
  const silent = [...idle.assessments, ...neverUsed.assessments];
  const unused = silent.filter(isUnusedUser).sort(longestIdleFirst);
  const unreadable = idle.unreadable + neverUsed.unreadable + unknown.unreadable;
  return {
    kind: 'judged',
    run,
    shown: unused.slice(0, mostShown),
    unused: unused.length,
    exempt: silent.length - unused.length,
    unknown: unknown.assessments.length,
    missing: unreadableWords(accountId, unreadable),
  };
}
