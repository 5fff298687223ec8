/** The answers of ingest-archive to its queue and to the backfill of an archive. */

import type { SQSBatchResponse } from 'aws-lambda';
import type { ObjectName } from '../../domain/archive/object-notice.ts';
import { type Archived, type Fate, fateOf } from '../archive/ingest-archive.ts';
import type { ObjectOutcome } from '../archive/read-objects.ts';
import {
  type ArchiveBatch,
  type ArchiveInvocation,
  type ArchiveMessage,
  type BatchCounts,
  uriOf,
} from './archive-invocation.ts';
import { failureMessages } from './failure-messages.ts';
import type { JsonLog } from './json-log.ts';

/** A batch for the next round: the items that are left, and the results of all other items of all rounds. */
export interface BatchAnswer extends BatchCounts {
  readonly BatchInput: { readonly bucket: string; readonly digests?: true };
  readonly Items: readonly { readonly Key: string }[];
}

/** The longest reason, in characters: enough for a person, and far below the limit of Step Functions. */
const whyLength = 2000;

/** Names the messages that are not done: those with an unfinished object, and those that cannot be read. */
export function answerQueue(
  messages: readonly ArchiveMessage[],
  objects: readonly ObjectName[],
  { outcomes }: Archived,
): SQSBatchResponse {
  const fates = fatesOf(objects, outcomes);
  const isDone = ({ notice }: ArchiveMessage) =>
    notice.kind === 'notice' && notice.objects.every((object) => fates.get(uriOf(object)) === 'done');
  const failures = messages.filter((message) => !isDone(message));
  return { batchItemFailures: failures.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/**
 * Throws where something failed that may pass. Then the batch is read again, which changes nothing that is in the
 * table.
 */
export function answerBatch(
  { bucket, digests, items, earlier }: ArchiveBatch,
  objects: readonly ObjectName[],
  { outcomes }: Archived,
): BatchAnswer {
  const failed = outcomes.find((outcome) => outcome.kind === 'failed');
  if (failed !== undefined)
    throw new Error('not everything was read; see the log lines before', { cause: failed.cause });
  const left = new Set(objects.filter((_, index) => outcomes[index]?.kind === 'left').map(({ key }) => key));
  const looks = outcomes.flatMap((outcome, index) =>
    fateOf(outcome) === 'needs-attention' || outcome.kind === 'waiting'
      ? [`${objects[index]?.key}: ${outcomeWords(outcome)}`]
      : [],
  );
  const count = (kind: ObjectOutcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length;
  return {
    BatchInput: { bucket, ...(digests && { digests }) },
    Items: items.filter(({ Key }) => left.has(Key)),
    read: earlier.read + count('read'),
    skipped: earlier.skipped + count('skipped'),
    unread: earlier.unread + looks.length,
    why: [earlier.why, ...looks].filter(Boolean).join('; ').slice(0, whyLength).toWellFormed(),
  };
}

function fatesOf(objects: readonly ObjectName[], outcomes: readonly ObjectOutcome[]): ReadonlyMap<string, Fate> {
  return new Map(objects.map((object, index) => [uriOf(object), fateOf(outcomes[index] ?? { kind: 'left' })]));
}

/** Logs names of objects, kinds and fields, never the content of a record. */
export function reportArchived(
  log: JsonLog,
  invocation: ArchiveInvocation,
  objects: readonly ObjectName[],
  { outcomes }: Archived,
): void {
  for (const [index, outcome] of outcomes.entries()) {
    const [object, { kind: what }] = [uriOf(objects[index] as ObjectName), outcome];
    const fate = fateOf(outcome);
    if (fate === 'done') log('DEBUG', 'an object is done', { object, outcome: what });
    else if (outcome.kind === 'altered') log('ERROR', 'the trail is altered', { object, reason: outcome.why });
    else if (outcome.kind === 'waiting') log('INFO', 'a digest waits', { object, reason: outcome.why });
    else if (what === 'left') log('INFO', 'an object was not begun: no time was left', { object });
    else if (fate === 'again') log('ERROR', 'an object failed', { object, reason: outcomeWords(outcome) });
    else
      log('WARN', 'an object was not read, or not all of it', { object, outcome: what, reason: outcomeWords(outcome) });
  }
  if (invocation.kind === 'batch') return;
  for (const { messageId, notice } of invocation.messages) {
    if (notice.kind !== 'malformed') continue;
    log('WARN', 'a message is malformed', { messageId, field: notice.field, reason: notice.why });
  }
}

function outcomeWords(outcome: ObjectOutcome): string {
  switch (outcome.kind) {
    case 'failed':
      return failureMessages(outcome.cause).join(' < ');
    case 'read':
    case 'skipped':
    case 'left':
      return outcome.kind;
    default:
      return `${outcome.kind} (${outcome.why})`;
  }
}
