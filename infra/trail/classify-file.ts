import type { Stats } from 'node:fs';
import { basename, sep } from 'node:path';
import { kindOfKey } from '../../domain/archive/trail-key.ts';
import { nameOfLog } from '../../domain/archive/trail-location.ts';
import { namesIn } from '../../domain/cloudtrail/other-json.ts';
import { wordsOfFileError } from './bytes/file-error.ts';
import { isGzip, unreadableFormat, utf16Of } from './bytes/file-format.ts';
import { headOf } from './bytes/head-of-file.ts';
import * as ascii from './json/json-bytes.ts';
import { isCode, type OtherLogs, serviceOf, textKindOf } from './other-logs.ts';

/** What a file in a folder is: a log to read, something else by its kind, or what may be logs and cannot be read. */
export type ClassifiedFile =
  | { readonly kind: 'file'; readonly path: string; readonly sizeBytes: number }
  | { readonly kind: 'skipped'; readonly path: string; readonly what: 'digest' | 'insight' | OtherLogs }
  | { readonly kind: 'unreadable'; readonly path: string; readonly why: string };

/** Classifies a file by the folders it lies in, by its name, and where these tell nothing by its first bytes. */
export async function classifyFile(path: string, stats: Stats): Promise<ClassifiedFile> {
  const set = setApart(path);
  if (set !== undefined) return { kind: 'skipped', path, what: set };
  if (!stats.isFile()) return { kind: 'skipped', path, what: 'other' };
  if (isCode(path)) return { kind: 'skipped', path, what: 'other' };
  const file = { kind: 'file', path, sizeBytes: stats.size } as const;
  if (nameOfLog.test(path)) return file;
  try {
    const head = await headOf(path);
    return startsLikeLog(head) ? file : classifyHead(path, head);
  } catch (error) {
    return { kind: 'unreadable', path, why: wordsOfFileError(error) };
  }
}

/** What is no log by name or first byte: an archive or a table may hold logs, and is named with what to do. */
function classifyHead(path: string, head: Buffer): ClassifiedFile {
  const why = unreadableFormat(head);
  if (why !== undefined) return { kind: 'unreadable', path, why };
  const lines = head.toString('utf8').split('\n');
  const what = textKindOf(lines.slice(0, 2).join('\n'));
  if (what !== undefined) return { kind: 'skipped', path, what };
  if (holdsFields(lines)) return { kind: 'unreadable', path, why: isTable };
  return namedLikeLog.test(path)
    ? { kind: 'unreadable', path, why: isNoLog }
    : { kind: 'skipped', path, what: 'other' };
}

const isTable = 'is text or a table with fields of CloudTrail, which is not read: export it as JSON, one record a line';
const isNoLog = "is named like CloudTrail's logs, and is neither JSON nor gzip: unpack, decrypt or remove it";

/** What follows the name that CloudTrail gives its files, `111122223333_CloudTrail_us-east-1_20261120T1000Z_...`. */
const namedLikeLog = /\d{12}_CloudTrail_[a-z]{2}(?:-[a-z]+)+-\d_[^/\\]*$/;

/** A table names its columns first; YAML, a drawn table and syslog have a whole record on one line. */
function holdsFields(lines: readonly string[]): boolean {
  const head = lines.slice(0, 2).join('\n');
  const product = /cloudtrail/i.test(head) ? 1 : 0;
  return namesIn(head) + product >= 2 || lines.some((line) => namesIn(line) >= recordNames);
}

/** So many of CloudTrail's fields does one line name only where it holds a record. */
const recordNames = 5;

function setApart(path: string): 'digest' | 'insight' | OtherLogs | undefined {
  const segments = path.split(sep);
  if (basename(path).startsWith('._')) return 'apple-double';
  const kind = kindOfKey(segments.join('/'));
  return kind === 'digest' || kind === 'insight' ? kind : serviceOf(segments);
}

function startsLikeLog(head: Buffer): boolean {
  if (isGzip(head) || utf16Of(head) !== undefined) return true;
  const first = head.find((byte) => !ascii.isBlank(byte) && byte !== ascii.newline && !ascii.isByteOrderMark(byte));
  return first === ascii.openBrace || first === ascii.openBracket;
}
