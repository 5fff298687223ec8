import type { Region } from '../ids.ts';
import type { Instant } from '../time.ts';
import { daysBetween } from '../time.ts';

/** The account's latest backfill. One that was interrupted has no end. */
export interface BackfillRun {
  readonly startedAt: Instant;
  readonly regions: readonly Region[];
  readonly finishedAt: Instant | undefined;
}

/** An interrupted run goes on for so many days; after that what it learned first is too old to be added to. */
const goesOnForDays = 1;

/** The run to do now: the one that was interrupted, with the Regions of now, or a new one. */
export function runToDo(before: BackfillRun | undefined, regions: readonly Region[], now: Instant): BackfillRun {
  const goesOn =
    before !== undefined &&
    before.finishedAt === undefined &&
    before.startedAt <= now &&
    daysBetween(before.startedAt, now) < goesOnForDays;
  return { startedAt: goesOn ? before.startedAt : now, regions, finishedAt: undefined };
}
