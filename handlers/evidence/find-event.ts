import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { streamText } from '../../infra/trail/bytes/trail-bytes.ts';
import { walkTrail } from '../../infra/trail/trail-paths.ts';
import { InputError } from '../input-error.ts';

/** The object of an archive that holds an event, or why it is not known. */
export type EventObject =
  | { readonly status: 'found'; readonly object: string; readonly bytes: number; readonly sha256: string }
  | { readonly status: 'not-found'; readonly searched: number; readonly unreadable: number }
  /** No archive was given: the table knows the event and not the object that held it. */
  | { readonly status: 'not-looked-up' };

export const notLookedUp = { status: 'not-looked-up' } as const satisfies EventObject;

/**
 * Finds the log file that holds an event, by its id. It reads the files in the order of the walk and stops at the first
 * one: CloudTrail may deliver a record twice, and any of them proves it.
 */
export async function findEvent(paths: readonly string[], eventId: string): Promise<EventObject> {
  let searched = 0;
  let unreadable = 0;
  for await (const step of walkTrail(paths)) {
    if (step.kind === 'missing')
      throw new InputError(`${step.path}: no such file or folder; check the path given to --trail`);
    if (step.kind === 'unreadable') unreadable++;
    if (step.kind !== 'file') continue;
    searched++;
    const { isFound, why } = await search(step.path, eventId);
    if (isFound) return { status: 'found', object: step.path, ...(await hashFile(step.path)) };
    if (why !== undefined) unreadable++;
  }
  return { status: 'not-found', searched, unreadable };
}

/** Whether the id stands in the text of a file as a JSON string, also where two chunks meet. */
async function search(path: string, eventId: string) {
  const wanted = Buffer.from(JSON.stringify(eventId));
  let tail = Buffer.alloc(0);
  let isFound = false;
  const why = await streamText(path, {
    onText: (text) => {
      const whole = Buffer.concat([tail, text]);
      isFound ||= whole.includes(wanted);
      tail = whole.subarray(Math.max(0, whole.length - wanted.length + 1));
    },
    onRead: () => {},
  });
  return { isFound, why };
}

async function hashFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
