/** Reads the CloudTrail records of one file of any form. */

import { type Enveloped, recordsIn } from '../../domain/cloudtrail/envelope.ts';
import { kindOf } from '../../domain/json.ts';
import { unpackAwslogs } from './awslogs-data.ts';
import type { Inflate } from './bytes/small-gzip.ts';
import { streamText, type TrailSource } from './bytes/trail-bytes.ts';
import { type ElementsRead, JsonSplitter } from './json/json-splitter.ts';
import { isForeignText, isOfRecords, type OtherLogs, textKindOf } from './other-logs.ts';
import { unpackBase64 } from './packed-json.ts';
import {
  countBroken,
  countNotUnderstood,
  newTally,
  outcomeOf,
  type Tally,
  type TrailFileOutcome,
  wordsOfBreak,
} from './trail-outcome.ts';

/** Receives the content of a file, while it is read and in its order. The reading throws what these throw. */
export type TrailSink = {
  /** `position` leads to the record inside the file: `Records[3]`, `line 7`. */
  readonly record: (record: unknown, position: string) => void;
  /** Valid JSON that should be a record and is not. */
  readonly malformed?: (position: string, why: string) => void;
  /** May take records out of the bytes itself, as `SplitSink` says. */
  readonly elements?: (bytes: Buffer, at: number) => ElementsRead;
  /** Inflates gzip where it can; the text is good until the next file is read. */
  readonly inflate?: Inflate | undefined;
  /** Gets the bytes of the file, inflated once where it is gzip. */
  readonly content?: ((bytes: Uint8Array) => void) | undefined;
  /** Called with the number of further bytes read from the source, before inflation. */
  readonly progress?: (bytes: number) => void;
};

/**
 * Reads the CloudTrail records of one file of any form (trail file, lines of JSON, EventBridge events, `lookup-events`,
 * CloudWatch Logs, each plain or gzip), recognised by its content alone. Holds one record at a time, never the file.
 * Errors of content and file system become `unreadable`; records handed out before stay. Throws what a source or sink
 * throws.
 */
export async function readTrailFile(source: TrailSource, sink: TrailSink): Promise<TrailFileOutcome> {
  const tally = newTally();
  const splitter: JsonSplitter = new JsonSplitter({
    text: (json) => readText(json, splitter, tally, sink),
    shell: (json) => readShell(json, splitter, tally, sink),
    broken: (at) => {
      tally.mayHoldRecords ||= at.kind === 'truncated' || at.kind === 'too-long';
      countBroken(tally, wordsOfBreak(at));
    },
    elements: sink.elements && counted(sink.elements, tally),
  });
  let head = '';
  const cutShort = await streamText(source, {
    onText: (text) => {
      if (head.length < headBytes) head += Buffer.from(text.subarray(0, headBytes)).toString('latin1');
      splitter.write(text);
      if (!tally.mayHoldRecords && tally.records === 0) tally.mayHoldRecords = isOfRecords(text);
    },
    onRead: (bytes) => {
      tally.bytes += bytes;
      sink.progress?.(bytes);
    },
    onContent: sink.content,
    inflate: sink.inflate,
  });
  if (cutShort === undefined) splitter.end();
  return outcomeOf(tally, splitter.values, cutShort, textKind(head.slice(0, headBytes), source, tally));
}

/** The kind of text that is no JSON, or not all of it; undefined where nothing tells one. */
function textKind(head: string, source: TrailSource, { broken, mayHoldRecords }: Tally): OtherLogs | undefined {
  if (broken === 0) return undefined;
  const isForeign = !mayHoldRecords && isForeignText(head, typeof source === 'string' ? source : undefined);
  return textKindOf(head) ?? (isForeign ? 'other' : undefined);
}

/** Enough bytes to recognise logs of other kinds by their first line. */
const headBytes = 512;

function counted(elements: (bytes: Buffer, at: number) => ElementsRead, tally: Tally) {
  return (bytes: Buffer, at: number): ElementsRead => {
    const read = elements(bytes, at);
    tally.records += read.count;
    return read;
  };
}

function readText(json: Buffer, splitter: JsonSplitter, tally: Tally, sink: TrailSink): void {
  const value = parse(json, splitter, tally);
  if (value === undefined) return;
  const position = splitter.position();
  const found = splitter.isInWrapper && isScalar(value) ? [notARecord(value)] : unpacked(value);
  for (const item of found) handOut(item, position, tally, sink);
}

/** What is left of a wrapper without its elements may hold further arrays of records. */
function readShell(json: Buffer, splitter: JsonSplitter, tally: Tally, sink: TrailSink): void {
  const value = parse(json, splitter, tally);
  if (value === undefined) return;
  for (const item of unpacked(value)) if (item.kind === 'record') handOut(item, splitter.position(), tally, sink);
}

/** An element that is neither an object nor the text of one. */
const isScalar = (value: unknown) =>
  (typeof value !== 'object' || value === null) && !(typeof value === 'string' && /^\s*[[{]/.test(value));

const notARecord = (value: unknown): Enveloped => ({
  kind: 'malformed',
  field: '',
  why: `${kindOf(value)}, not an object`,
});

/** Undefined where the text is not JSON, which no JSON text parses to. */
function parse(json: Buffer, splitter: JsonSplitter, tally: Tally): unknown {
  try {
    return JSON.parse(json.toString('utf8'));
  } catch {
    countBroken(tally, `${splitter.position()}: not JSON`);
    return undefined;
  }
}

function unpacked(value: unknown): Enveloped[] {
  try {
    return recordsIn(unpackAwslogs(value), unpackBase64);
  } catch {
    return [{ kind: 'malformed', field: 'awslogs.data', why: 'not base64 of gzip of JSON, or over 32 MB' }];
  }
}

function handOut(item: Enveloped, position: string, tally: Tally, sink: TrailSink): void {
  switch (item.kind) {
    case 'record':
      tally.records++;
      if (isInsight(item.record)) tally.insights++;
      sink.record(item.record, placeOf(position, item.path));
      return;
    case 'malformed':
      tally.malformed++;
      sink.malformed?.(placeOf(position, item.field), item.why);
      return;
    case 'not-understood':
      countNotUnderstood(tally, placeOf(position, item.path));
      return;
    case 'skipped':
      tally.skipped[item.what]++;
      return;
    default:
      item satisfies never;
  }
}

function isInsight(record: Readonly<Record<string, unknown>>): boolean {
  return record['eventCategory'] === 'Insight' || record['eventType'] === 'AwsCloudTrailInsight';
}

function placeOf(position: string, path: string): string {
  if (path === '') return position;
  return position.endsWith(']') ? `${position}${path.startsWith('[') ? '' : '.'}${path}` : `${position}, ${path}`;
}
