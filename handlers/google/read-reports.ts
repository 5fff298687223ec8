import type { AccountId } from '../../domain/ids.ts';
import { isJsonObject, kindOf } from '../../domain/json.ts';
import { addPage, newAnswers, proveAnswers, proveMoment } from '../../domain/providers/google/activity-answers.ts';
import { type ActivityFold, foldActivity, newActivityFold } from '../../domain/providers/google/activity-fold.ts';
import type { ActivityReading } from '../../domain/providers/google/records.ts';
import type { UsageRow } from '../../domain/providers/google/usage.ts';
import type { Instant } from '../../domain/time.ts';
import { findReportFiles, type ReportPart, readReportFile } from '../../infra/google/report-files.ts';
import { InventoryFileError } from '../../infra/local/inventory-file-error.ts';
import {
  type MalformedRecord,
  malformedKept,
  nothingSkipped,
  type TrailReading,
  type UnreadableFile,
} from '../trail/trail-reading.ts';

/** The reports of a customer, read: usage by its rows, activities as a trail is. */
export interface Reports {
  readonly usage: readonly UsageRow[];
  readonly activities: ActivityFold;
  readonly reading: TrailReading;
  /** What the usage reports lack, in words. */
  readonly missing: readonly string[];
}

/**
 * Reads the files of a customer's reports, one at a time, in their order: pages must follow one another as Google gave
 * them. A file that cannot be read, or an answer that goes on, keeps the silent from being judged and does not stop the
 * others. `madeAt` is when the answers were asked for, where somebody says so.
 */
export async function readReports(
  paths: readonly string[],
  accountId: AccountId,
  now: Instant,
  madeAt: Instant | undefined,
): Promise<Reports> {
  const files = await findReportFiles(paths);
  const state = newState(accountId, now);
  for (const file of files) {
    const parts = await partsOrWhy(file);
    if (typeof parts === 'string') state.unreadable.push({ file, why: parts });
    else for (const part of parts) addPart(state, file, part);
  }
  proveAnswers(state.answers, state.activities, accountId, madeAt);
  for (const { application, place: file } of state.answers.open.values()) {
    state.unreadable.push({ file, why: `further pages of the ${application} activity follow and were not given` });
  }
  for (const file of state.openUsage.values()) state.missing.push(`${file}: ${goesOn}`);
  const { activities, usage, missing, unreadable, malformed } = state;
  const malformedRecords = malformed.slice(0, malformedKept);
  const reading = {
    fold: activities.records,
    files: files.length,
    skippedFiles: nothingSkipped,
    unreadable,
    malformedRecords,
  };
  return { usage, activities, missing, reading };
}

const newState = (accountId: AccountId, now: Instant) => ({
  accountId,
  now,
  activities: newActivityFold(),
  answers: newAnswers(),
  /** By the day of a usage report: the file of its last page, if that names a next one. */
  openUsage: new Map<string, string>(),
  usage: [] as UsageRow[],
  missing: [] as string[],
  unreadable: [] as UnreadableFile[],
  malformed: [] as MalformedRecord[],
});

type State = ReturnType<typeof newState>;

async function partsOrWhy(file: string): Promise<readonly ReportPart[] | string> {
  try {
    return await readReportFile(file);
  } catch (error) {
    if (!(error instanceof InventoryFileError)) throw error;
    return error.message.replace(`${file}: `, '');
  }
}

function addPart(state: State, file: string, part: ReportPart): void {
  switch (part.kind) {
    case 'usage':
      addUsage(state, file, part);
      break;
    case 'activities': {
      const readings = part.items.map((item, index) => foldOne(state, file, item, index));
      addPage(state.answers, { readings, hasNext: part.hasNext, place: file });
      break;
    }
    case 'loose-activity':
      proveMoment(state.activities, state.accountId, foldOne(state, file, part.item, 0));
      break;
    default:
      part satisfies never;
  }
}

function addUsage(state: State, file: string, part: Extract<ReportPart, { kind: 'usage' }>): void {
  const { usage, missing, accountId, openUsage } = state;
  const own = part.rows.filter(({ customer }) => customer === undefined || customer === accountId);
  usage.push(...own);
  const others = part.rows.length - own.length;
  missing.push(...part.malformed.map((problem) => `${file}: ${problem}`));
  missing.push(...part.warnings.map((warning) => `${file}: Google warns: ${warning}`));
  if (others > 0) missing.push(`${file}: ${others} rows are of another customer than ${accountId}`);
  const day = part.rows[0]?.day ?? '';
  if (part.hasNext) openUsage.set(day, file);
  else openUsage.delete(day);
}

const goesOn = 'further pages of the usage report follow and were not given';

function foldOne(state: State, file: string, item: unknown, index: number): ActivityReading {
  const { activities, accountId, now, malformed } = state;
  const value = isJsonObject(item) ? item : { id: kindOf(item) };
  const reading = foldActivity(activities, value, accountId, now);
  if (reading.kind === 'malformed') {
    malformed.push({ file, position: `activity ${index + 1}`, field: reading.field, why: reading.why });
  }
  return reading;
}
