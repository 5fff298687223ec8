/** The parts of a bucket in which log files about one user are looked for. */

import type { ArchiveSelection } from '../../domain/archive/archive-selection.ts';
import { type AccountId, parseRegion } from '../../domain/ids.ts';
import { parseTime, plusDays } from '../../domain/time.ts';
import type { ExportedContent } from './evidence-content.ts';

/** An event of the logs. Its Region is null where the table does not know it. */
export interface LoggedEvent {
  readonly accountId: AccountId;
  readonly eventId: string;
  readonly at: string;
  readonly region: string | null;
}

/** A log file may be delivered on the day after its records. */
const laterDays = 1;

/** Where the log file of an event lies. */
export function partOfEvent({ accountId, at, region }: LoggedEvent): ArchiveSelection {
  const [known, moment] = [parseRegion(region), parseTime(at)];
  const fromDay = moment?.slice(0, 10);
  const toDay = moment && plusDays(moment, laterDays).slice(0, 10);
  return { accounts: [accountId], regions: known && [known], fromDay, toDay };
}

/** All log files of the user's account on the days that the evidence tells of, up to its verdict. */
export function partOfCalendar({ subject, calendar, verdict }: ExportedContent): ArchiveSelection {
  const [first = verdict.asOf.slice(0, 10)] = [...calendar.activeDays, ...calendar.watchedDays].sort();
  const toDay = plusDays(verdict.asOf, laterDays).slice(0, 10);
  return { accounts: [subject.accountId], regions: undefined, fromDay: first, toDay };
}
