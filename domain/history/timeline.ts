import type { Instant } from '../time.ts';
import type { State } from '../verdict/state.ts';
import { recordedAfter, recordedBefore } from './change-detail.ts';
import { type ChangeKind, changeKindsOf } from './change-kinds.ts';
import type { ChangeRecord } from './change-record.ts';

/** One state of a user's history. */
export interface TimelineEntry {
  readonly kind: 'state';
  readonly at: Instant;
  /** Null for a user who is gone. */
  readonly state: State | null;
  readonly exempt: boolean;
  /** What changed; empty where the history begins, and where the latest verdict is no change. */
  readonly changes: readonly ChangeKind[];
  /** Null where no run has said why. */
  readonly reason: string | null;
}

/** The latest verdict on a user. */
export interface PresentState {
  readonly asOf: Instant;
  readonly state: State;
  readonly exempt: boolean;
  readonly reason: string;
}

/**
 * A user's states in order: what was when the history began, each change, and the latest verdict where it says
 * something else: a user who cannot be judged now has no change for that.
 */
export function timelineOf(
  changes: readonly ChangeRecord[],
  present: PresentState | undefined,
  beginsAt: Instant | undefined,
): TimelineEntry[] {
  const entries = [...beginning(changes[0], beginsAt), ...changes.map(entryOf)];
  const last = entries.at(-1);
  const isSaid = present === undefined || (last?.state === present.state && last.exempt === present.exempt);
  if (isSaid) return entries;
  const { asOf, ...said } = present;
  const at = last === undefined ? (beginsAt ?? asOf) : asOf;
  return [...entries, { kind: 'state', at, changes: [], ...said }];
}

function beginning(first: ChangeRecord | undefined, beginsAt: Instant | undefined): TimelineEntry[] {
  const before = first?.detail.before;
  if (before === null || before === undefined || beginsAt === undefined) return [];
  const { state, exempt, reason } = before;
  return [{ kind: 'state', at: beginsAt, state, exempt, changes: [], reason }];
}

function entryOf({ at, detail }: ChangeRecord): TimelineEntry {
  const { before, after, reason } = detail;
  const changes = changeKindsOf(recordedBefore(detail), recordedAfter(detail));
  return {
    kind: 'state',
    at,
    state: after?.state ?? null,
    exempt: (after ?? before)?.exempt === true,
    changes,
    reason,
  };
}
