/** The digests and log files of a local folder. */

import pMap from 'p-map';
import { kindOfKey } from '../../domain/archive/trail-key.ts';
import type { FoundDigest } from '../../domain/digests/check-digests.ts';
import type { Place } from '../../domain/digests/place.ts';
import { digestOf } from '../../infra/trail/digests/found-digest.ts';
import { localPlace } from '../../infra/trail/digests/local-place.ts';
import { beginsLikeDigest, type ReadForProof, readFileForProof } from '../../infra/trail/digests/read-for-proof.ts';
import { walkTrail } from '../../infra/trail/trail-paths.ts';
import { InputError } from '../input-error.ts';
import { LogFileCopies } from './log-file-copies.ts';
import type { FoundDigests, VerifiedTrail } from './verify.ts';

/** A file that a digest may name. It is read when a digest names it, if it was not read before. */
interface KnownFile {
  readonly path: string;
  readonly place: Place;
  readonly read?: ReadForProof;
}

const atOnce = 8;

/** A folder, or a single file, on this machine. Digests are found by their contents, whatever they are called. */
export function folderTrail(root: string): VerifiedTrail {
  const files = new LogFileCopies<KnownFile>();
  return {
    name: root,
    findDigests: () => findDigests(root, (file) => files.add(file)),
    readLogFile: (file) => files.read(file, async ({ path, read }) => read ?? readFileForProof(path)),
  };
}

async function findDigests(root: string, know: (file: KnownFile) => void): Promise<FoundDigests> {
  const digests: FoundDigest[] = [];
  const unreadable: Place[] = [];
  await pMap(
    pathsBelow(root),
    async (path) => {
      const place = localPlace(root, path);
      if (kindOfKey(path) === 'log' && !(await beginsLikeDigest(path))) return know({ path, place });
      const read = await readFileForProof(path);
      const digest = digestOf(read, place);
      if (digest !== undefined) digests.push(digest);
      else if (kindOfKey(path) === 'digest' || isDigest(read)) unreadable.push(place);
      else know({ path, place, read });
    },
    { concurrency: atOnce },
  );
  return { digests, unreadable };
}

async function* pathsBelow(root: string): AsyncGenerator<string> {
  for await (const step of walkTrail([root])) {
    if (step.kind === 'missing')
      throw new InputError(`${root}: no such file or folder; check the path given to --trail`);
    if (step.kind !== 'skipped' || step.what === 'digest') yield step.path;
  }
}

const isDigest = (read: ReadForProof): boolean => read.kind === 'read' && read.json !== undefined;
