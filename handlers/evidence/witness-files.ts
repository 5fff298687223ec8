/** The log files in which calls of acts are looked for. */

import type { ArchiveSelection } from '../../domain/archive/archive-selection.ts';
import { kindOfKey } from '../../domain/archive/trail-key.ts';
import { type TrailLocation, trailUrl } from '../../domain/archive/trail-location.ts';
import type { TrailSource } from '../../infra/trail/bytes/trail-bytes.ts';
import { readTrailFile, type TrailSink } from '../../infra/trail/read-trail-file.ts';
import { walkTrail } from '../../infra/trail/trail-paths.ts';
import { findBranches, type LogFolder, logFoldersOf } from '../archive/archive-folders.ts';
import { fetchObject, wordsOfUnfetched } from '../archive/fetch-object.ts';
import { InputError } from '../input-error.ts';
import type { TrailStore } from '../verify/bucket-trail.ts';

/** A log file. `read` returns in words why records of it are missing; undefined where none are. */
export interface WitnessFile {
  readonly name: string;
  readonly read: (sink: TrailSink) => Promise<string | undefined>;
}

/** The log files at these places on this machine. */
export async function* localFiles(paths: readonly string[]): AsyncGenerator<WitnessFile> {
  for await (const step of walkTrail(paths)) {
    if (step.kind === 'missing')
      throw new InputError(`${step.path}: no such file or folder; check the path given to --trail`);
    if (step.kind === 'file') yield { name: step.path, read: (sink) => readFrom(step.path, sink) };
    if (step.kind === 'unreadable') yield { name: step.path, read: async () => step.why };
  }
}

/** The log files of the selected folders of a bucket. The store throws where it cannot be reached. */
export async function* bucketFiles(
  { bucket, prefix }: TrailLocation,
  store: TrailStore,
  selection: ArchiveSelection,
): AsyncGenerator<WitnessFile> {
  const { branches } = await findBranches(prefix, selection, store.list);
  for (const branch of branches) {
    for (const folder of await logFoldersOf(branch, selection, store.list)) {
      for await (const key of keysIn(folder, store)) {
        const read = (sink: TrailSink) => readObject({ bucket, object: key }, store, sink);
        yield { name: trailUrl(bucket, key), read };
      }
    }
  }
}

async function* keysIn({ prefix, deep }: LogFolder, store: TrailStore): AsyncGenerator<string> {
  let token: string | undefined;
  do {
    const page = await store.list({ prefix, deep, token });
    for (const { key } of page.objects) if (kindOfKey(key) === 'log') yield key;
    token = page.next;
  } while (token !== undefined);
}

async function readObject(
  named: Parameters<TrailStore['open']>[0],
  store: TrailStore,
  sink: TrailSink,
): Promise<string | undefined> {
  const fetched = await fetchObject(() => store.open(named));
  const isThere = fetched.kind === 'whole' || fetched.kind === 'stream';
  return isThere ? readFrom(fetched.bytes, sink) : wordsOfUnfetched(fetched);
}

async function readFrom(source: TrailSource, sink: TrailSink): Promise<string | undefined> {
  const outcome = await readTrailFile(source, sink);
  return outcome.kind === 'unreadable' ? outcome.why : undefined;
}
