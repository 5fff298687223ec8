import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { streamText, type TrailSource } from '../../infra/trail/bytes/trail-bytes.ts';
import { InputError } from '../input-error.ts';
import type { WitnessFile } from './witness-files.ts';

/** The object of an archive that holds an event, or why it is not known. */
export type EventObject =
  | { readonly status: 'found'; readonly object: string; readonly bytes: number; readonly sha256: string }
  | { readonly status: 'not-found'; readonly searched: number; readonly unreadable: number }
  /** No archive was given: the table knows the event and not the object that held it. */
  | { readonly status: 'not-looked-up' };

export const notLookedUp = { status: 'not-looked-up' } as const satisfies EventObject;

/**
 * Finds the log file that holds an event, by its id. It reads the files in their order and stops at the first one:
 * CloudTrail may deliver a record twice, and any of them proves it.
 */
export async function findEvent(files: AsyncIterable<WitnessFile>, eventId: string): Promise<EventObject> {
  let searched = 0;
  let unreadable = 0;
  for await (const file of files) {
    const opened = await file.open();
    if (opened.kind === 'unread') {
      unreadable++;
      continue;
    }
    searched++;
    const { isFound, why } = await search(opened.source, eventId);
    if (isFound) return { status: 'found', object: file.name, ...(await hashFile(file)) };
    if (why !== undefined) unreadable++;
  }
  return { status: 'not-found', searched, unreadable };
}

/** Whether the id stands in the text of a file as a JSON string, also where two chunks meet. */
async function search(source: TrailSource, eventId: string) {
  const wanted = Buffer.from(JSON.stringify(eventId));
  let tail = Buffer.alloc(0);
  let isFound = false;
  const why = await streamText(source, {
    onText: (text) => {
      const whole = Buffer.concat([tail, text]);
      isFound ||= whole.includes(wanted);
      tail = whole.subarray(Math.max(0, whole.length - wanted.length + 1));
    },
    onRead: () => {},
  });
  return { isFound, why };
}

/** The file as it is stored, compressed. */
async function hashFile({ name, open }: WitnessFile): Promise<{ bytes: number; sha256: string }> {
  const opened = await open();
  if (opened.kind === 'unread') throw new InputError(`${name}: ${opened.why}, though it was just read; try again`);
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunksOf(opened.source)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function* chunksOf(source: TrailSource): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) yield source;
  else yield* typeof source === 'string' ? createReadStream(source) : source;
}
