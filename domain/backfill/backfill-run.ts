import type { Region } from '../ids.ts';
import type { BackfillRun } from '../table/stored-account.ts';
import type { Instant } from '../time.ts';
import { daysBetween } from '../time.ts';

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
