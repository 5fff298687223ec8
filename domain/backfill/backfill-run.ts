/** Decides whether a backfill continues an interrupted one. */

import type { Region } from '../ids.ts';
import type { BackfillRun } from '../table/stored-account.ts';
import type { Instant } from '../time.ts';
import { daysBetween } from '../time.ts';

/** An interrupted run continues within this many days. After that its first results are too old to add to. */
const continuesForDays = 1;

/** The run to do now: the interrupted one, with today's Regions, or a new one. */
export function runToDo(before: BackfillRun | undefined, regions: readonly Region[], now: Instant): BackfillRun {
  const isContinued =
    before !== undefined &&
    before.finishedAt === undefined &&
    before.startedAt <= now &&
    daysBetween(before.startedAt, now) < continuesForDays;
  return { startedAt: isContinued ? before.startedAt : now, regions, finishedAt: undefined };
}
