/** Reads the input of ingest-archive. */

import { type ObjectName, type ObjectNotice, readObjectNotice } from '../../domain/archive/object-notice.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../domain/json.ts';

/** The function's input: messages of its queue, each acknowledged by its own id, or a batch of the backfill. */
export type ArchiveInvocation =
  | { readonly kind: 'queue'; readonly messages: readonly ArchiveMessage[] }
  | { readonly kind: 'batch'; readonly batch: ArchiveBatch };

export interface ArchiveMessage {
  readonly messageId: string;
  readonly notice: ObjectNotice;
}

/** Items of a bucket's listing, and the results of earlier rounds. */
export interface ArchiveBatch {
  readonly bucket: string;
  /** Whether the digests are read, after all log files. */
  readonly digests: boolean;
  readonly items: readonly { readonly Key: string }[];
  readonly earlier: BatchCounts;
}

/** `why`: the reasons of the first objects that a person must look at. */
export interface BatchCounts {
  readonly read: number;
  readonly skipped: number;
  readonly unread: number;
  readonly why: string;
}

/**
 * Reads the two forms. Throws for anything else, and for a message without an id: it could not be reported as failed.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
 */
export function readArchiveInvocation(event: unknown): ArchiveInvocation {
  if (isJsonObject(event) && Array.isArray(event['Records'])) {
    return { kind: 'queue', messages: event['Records'].map(readMessage) };
  }
  if (isJsonObject(event) && Array.isArray(event['Items'])) return { kind: 'batch', batch: readBatch(event) };
  throw new Error('neither messages of a queue (Records) nor a batch of a listing (Items)');
}

function readMessage(message: unknown): ArchiveMessage {
  const messageId = isJsonObject(message) ? textAt(message, 'messageId') : undefined;
  if (!isJsonObject(message) || messageId === undefined) throw new Error('a message of the batch has no messageId');
  return { messageId, notice: readObjectNotice(message['body']) };
}

function readBatch(event: JsonObject): ArchiveBatch {
  const input = objectAt(event, 'BatchInput') ?? {};
  const bucket = textAt(input, 'bucket');
  if (bucket === undefined) throw new Error('BatchInput.bucket is missing');
  const items = (event['Items'] as readonly unknown[]).map((item, index) => {
    const Key = isJsonObject(item) ? textAt(item, 'Key') : undefined;
    if (Key === undefined) throw new Error(`Items[${index}].Key is missing`);
    return { Key };
  });
  return { bucket, digests: input['digests'] === true, items, earlier: earlierOf(event) };
}

function earlierOf(event: JsonObject): BatchCounts {
  const count = (field: string) => (Number.isSafeInteger(event[field]) ? (event[field] as number) : 0);
  return {
    read: count('read'),
    skipped: count('skipped'),
    unread: count('unread'),
    why: textAt(event, 'why') ?? '',
  };
}

/** The named objects, each once, and how to find the result of one. */
export function objectsOf(invocation: ArchiveInvocation): ObjectName[] {
  const all =
    invocation.kind === 'batch'
      ? invocation.batch.items.map(({ Key }) => ({ bucket: invocation.batch.bucket, key: Key }))
      : invocation.messages.flatMap(({ notice }) => (notice.kind === 'notice' ? notice.objects : []));
  return [...new Map(all.map((object) => [uriOf(object), object])).values()];
}

export const uriOf = ({ bucket, key }: ObjectName): string => `s3://${bucket}/${key}`;
