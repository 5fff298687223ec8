/** Compares evidence with log files. */

import { mergeRecordFolds, type RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import { nameEntry, userEntry } from '../../domain/sightings/entry.ts';
import { compactLastSeen, type LastSeen } from '../../domain/sightings/last-seen.ts';
import type { Instant } from '../../domain/time.ts';
import { TrailFileReader } from '../../infra/trail/fold-trail-file.ts';
import { datesOf } from '../query/show-user.ts';
import { sightingReport } from '../report/user-report.ts';
import { readTrail } from '../trail/read-trail.ts';
import type { Comparison } from './compare-table.ts';
import { differencesOf } from './differences.ts';
import type { ExportedContent } from './evidence-content.ts';
import { findEvent } from './find-event.ts';
import { partOfCalendar, partOfEvent } from './trail-parts.ts';
import { filesOf, type GivenTrail, type WitnessFile } from './witness-files.ts';

const sides = { left: 'the file', right: 'the log files' };
const silent = { bytes: () => {}, file: () => {} };

/**
 * The last event must be in a log file, in that of the same bytes where the evidence names one, and no log file may
 * show the user later or on another day, up to the verdict. Log files may end before it: they prove only what is there.
 */
export async function compareWithTrail(file: ExportedContent, trail: GivenTrail, now: Instant): Promise<Comparison> {
  const object = await compareObject(file, trail);
  const { fold, unread } = await readAll(file, trail, now);
  const seen = lastSeenIn(fold, file.subject);
  const own = seen === undefined ? [] : compareSightings(file, seen);
  return { differences: [...object.differences, ...own], notes: [...object.notes, ...unread] };
}

interface AllRead {
  readonly fold: RecordFold;
  /** The files that were not read whole, each with why. */
  readonly unread: readonly string[];
}

/** Files of this machine are read by several threads, objects one after the other, as they come. */
async function readAll(file: ExportedContent, { paths, ofBuckets }: GivenTrail, now: Instant): Promise<AllRead> {
  const objects = await foldFiles(ofBuckets(partOfCalendar(file)), now);
  if (paths.length === 0) return objects;
  const { fold, unreadable } = await readTrail(paths, now, silent);
  mergeRecordFolds(fold, objects.fold);
  return { fold, unread: [...unreadable.map(({ file: name, why }) => `${name}: ${why}`), ...objects.unread] };
}

async function foldFiles(files: AsyncIterable<WitnessFile>, now: Instant): Promise<AllRead> {
  const reader = new TrailFileReader(now);
  const unread: string[] = [];
  for await (const { name, open } of files) {
    const opened = await open();
    const outcome = opened.kind === 'open' ? (await reader.foldFile(opened.source, () => {})).outcome : opened;
    if (outcome.kind === 'unread' || outcome.kind === 'unreadable') unread.push(`${name}: ${outcome.why}`);
  }
  return { fold: reader.finish(), unread };
}

async function compareObject({ lastEvent }: ExportedContent, trail: GivenTrail): Promise<Comparison> {
  const eventId = lastEvent?.eventId;
  if (lastEvent == null || typeof eventId !== 'string') return { differences: [], notes: [] };
  const found = await findEvent(filesOf(trail, partOfEvent({ ...lastEvent, eventId })), eventId);
  if (found.status !== 'found') return { differences: [`event ${eventId} is in none of the log files`], notes: [] };
  const was = lastEvent?.object;
  if (was?.status !== 'found')
    return { differences: [], notes: [`event ${eventId} is in ${found.object}, SHA-256 ${found.sha256}`] };
  return { differences: differencesOf(was.sha256, found.sha256, sides, 'lastEvent.object.sha256'), notes: [] };
}

function lastSeenIn(
  fold: RecordFold,
  { accountId, userId, userName }: ExportedContent['subject'],
): LastSeen | undefined {
  const ofUser = fold.lastSeen.get(accountId)?.get(userId === null ? nameEntry(userName) : userEntry(userId));
  return ofUser && compactLastSeen(ofUser);
}

function compareSightings({ lastEvent, calendar, verdict }: ExportedContent, { latest, days }: LastSeen): string[] {
  const { asOf } = verdict;
  const day = asOf.slice(0, 10);
  const isBefore = latest.at <= asOf;
  const isLater = isBefore && (lastEvent === null || latest.at > lastEvent.at);
  const unknownDays = datesOf(days).filter((each) => each <= day && !calendar.activeDays.includes(each));
  const event =
    lastEvent !== null && latest.eventId === lastEvent.eventId ? { ...sightingReport(latest.at, latest) } : undefined;
  const fields =
    event && lastEvent && Object.fromEntries(Object.keys(event).map((key) => [key, fieldOf(lastEvent, key)]));
  return [
    ...(isLater
      ? [`the log files show the user later, at ${latest.at}: event ${latest.eventId ?? 'without an id'}`]
      : []),
    ...(unknownDays.length === 0 ? [] : [`calendar.activeDays: only the log files have ${unknownDays.join(', ')}`]),
    ...(event === undefined ? [] : differencesOf(fields, event, sides, 'lastEvent')),
  ];
}

const fieldOf = (event: object, key: string): unknown => Object.entries(event).find(([name]) => name === key)?.[1];
