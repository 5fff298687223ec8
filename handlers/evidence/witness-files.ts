/** The log files in which calls of acts and events of users are looked for. */

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

/** The bytes of a log file or its path, or in words why there are none. */
export type OpenedFile =
  | { readonly kind: 'open'; readonly source: TrailSource }
  | { readonly kind: 'unread'; readonly why: string };

/** A log file, to be opened as often as it is read. */
export interface WitnessFile {
  readonly name: string;
  readonly open: () => Promise<OpenedFile>;
}

/** Reads the records of a file. Returns in words why some are missing; undefined where none are. */
export async function readWitnessFile({ open }: WitnessFile, sink: TrailSink): Promise<string | undefined> {
  const opened = await open();
  if (opened.kind === 'unread') return opened.why;
  const outcome = await readTrailFile(opened.source, sink);
  return outcome.kind === 'unreadable' ? outcome.why : undefined;
}

/** The log files that `--trail` names: paths on this machine, and the selected part of buckets. */
export interface GivenTrail {
  readonly paths: readonly string[];
  readonly ofBuckets: (selection: ArchiveSelection) => AsyncIterable<WitnessFile>;
}

/** All of them, those of this machine first. A selection is of buckets alone. */
export async function* filesOf(
  { paths, ofBuckets }: GivenTrail,
  selection: ArchiveSelection,
): AsyncGenerator<WitnessFile> {
  yield* localFiles(paths);
  yield* ofBuckets(selection);
}

/** The log files at these places on this machine. */
export async function* localFiles(paths: readonly string[]): AsyncGenerator<WitnessFile> {
  for await (const step of walkTrail(paths)) {
    if (step.kind === 'missing')
      throw new InputError(`${step.path}: no such file or folder; check the path given to --trail`);
    if (step.kind === 'file') yield { name: step.path, open: async () => ({ kind: 'open', source: step.path }) };
    if (step.kind === 'unreadable') yield { name: step.path, open: async () => ({ kind: 'unread', why: step.why }) };
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
        yield { name: trailUrl(bucket, key), open: () => openObject({ bucket, object: key }, store) };
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

async function openObject(named: Parameters<TrailStore['open']>[0], store: TrailStore): Promise<OpenedFile> {
  const fetched = await fetchObject(() => store.open(named));
  const isThere = fetched.kind === 'whole' || fetched.kind === 'stream';
  return isThere ? { kind: 'open', source: fetched.bytes } : { kind: 'unread', why: wordsOfUnfetched(fetched) };
}
