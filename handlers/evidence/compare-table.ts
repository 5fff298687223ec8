/** Compares evidence with what the table says now. */

import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';
import { differencesOf } from './differences.ts';
import type { EvidenceContent, ExportedContent } from './evidence-content.ts';
import { readEvidence } from './export-evidence.ts';
import { notLookedUp } from './find-event.ts';

/** What a comparison found: nothing, lines that differ, and what could not be compared. */
export interface Comparison {
  readonly differences: readonly string[];
  readonly notes: readonly string[];
}

const sides = { left: 'the file', right: 'the table' };

/**
 * The whole content is recomputed where the table still holds the run that made the verdict. Where a later run has
 * judged since, the verdict of then is gone: what was seen until then must still be there.
 */
export async function compareWithTable(file: ExportedContent, table: LastSeenTable): Promise<Comparison> {
  const { accountId, userId, arn } = file.subject;
  const request = { who: userId ?? arn, chosen: [accountId], findObject: async () => notLookedUp };
  const now = await readEvidence(table, request).catch((error: unknown) => {
    if (error instanceof InputError) return undefined;
    throw error;
  });
  if (now === undefined) return { differences: ['the table has no verdict on this user'], notes: [] };
  const { asOf } = file.verdict;
  if (now.verdict.asOf === asOf) return { differences: differencesOf(factsOf(file), factsOf(now), sides), notes: [] };
  const note = `the table's run is of ${now.verdict.asOf}, that of the verdict ${asOf}: compared is what was seen until then`;
  return { differences: seenUntil(file, now), notes: [note] };
}

/** What the table can say; the log file of the last event is not in it. */
function factsOf(content: EvidenceContent): EvidenceContent {
  const { subject, verdict, sources, credentials, services, lastEvent, lastSuccess, seenThrough, rhythm } = content;
  const { calendar, coverage, missing, settings } = content;
  const event = lastEvent && { ...lastEvent, object: notLookedUp };
  const known = {
    subject,
    verdict,
    sources,
    credentials,
    services,
    lastEvent: event,
    lastSuccess,
    seenThrough,
    rhythm,
  };
  return { ...known, calendar, coverage, missing, settings };
}

/** Nothing that was seen can become unseen, and nobody can be seen later at an earlier time. */
function seenUntil(file: ExportedContent, now: EvidenceContent): string[] {
  const asOf = file.verdict.asOf;
  const day = asOf.slice(0, 10);
  const until = (days: readonly string[]) => days.filter((each) => each <= day);
  const [was, is] = [file.lastEvent, now.lastEvent];
  const isSameTime = is !== null && (is.at <= asOf || is.eventId === was?.eventId);
  const event = isSameTime || is === null ? differencesOf(eventOf(was), eventOf(is), sides, 'lastEvent') : [];
  return [
    ...differencesOf(file.subject.userId, now.subject.userId, sides, 'subject.userId'),
    ...differencesOf(file.subject.createdAt, now.subject.createdAt, sides, 'subject.createdAt'),
    ...event,
    ...differencesOf(until(file.calendar.activeDays), until(now.calendar.activeDays), sides, 'calendar.activeDays'),
  ];
}

const eventOf = (event: EvidenceContent['lastEvent']) => event && { ...event, object: notLookedUp };
