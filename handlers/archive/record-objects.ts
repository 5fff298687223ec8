/** Reads log files and writes what they hold to the table. */

import type { ObjectName } from '../../domain/archive/object-notice.ts';
import type { DigestedFile } from '../../domain/digests/digest.ts';
import { groupBy } from '../../domain/group-by.ts';
import type { ReadFile } from '../../infra/ports/archive-proofs.ts';
import { writeFold } from '../ingest/write-fold.ts';
import type { ReadLogFile } from '../trail/trail-reading.ts';
import type { ArchiveContext } from './archive-ports.ts';
import { type ObjectOutcome, type ObjectsRead, readObjects } from './read-objects.ts';

/**
 * Records the log files among these objects, with one write for each subject and Region of all of them. An object is
 * `read` only if its sightings are in the table, which may be behind by less than the resolution. Where the table
 * cannot be written, every object that was read has failed. In a bucket with digests (`hashes`) the log files are
 * remembered for these, after everything else that they hold.
 */
export async function recordObjects(
  objects: readonly ObjectName[],
  context: ArchiveContext,
  hashes: boolean,
): Promise<ObjectsRead> {
  const read = await readObjects(objects, { ...context, hashes });
  try {
    await writeFold(read.fold, context);
    if (hashes) await remember(read, context);
    return read;
  } catch (cause) {
    const outcomes = read.outcomes.map(
      (outcome): ObjectOutcome => (isInTable(outcome) ? { kind: 'failed', cause } : outcome),
    );
    return { ...read, outcomes, logFiles: [] };
  }
}

/** Whether the object's sightings count as written; if it has malformed records, all but those. */
const isInTable = ({ kind }: ObjectOutcome): boolean => kind === 'read' || kind === 'malformed';

/** First the changes of the trail: once a file is remembered, so is what it says of the trail. */
async function remember({ fold, logFiles }: ObjectsRead, { proofs, digests }: ArchiveContext): Promise<void> {
  const files = logFiles.flatMap((file) => readFileOf(file) ?? []);
  const changes = [...fold.trailChanges.values()];
  for (const [{ bucket }] of groupBy(files, ({ bucket }) => bucket)) await proofs.keepTrailChanges(bucket, changes);
  await (digests === 'wait' ? proofs.keepNewFiles(files) : proofs.keepReadFiles(files));
}

/** A log file as it is remembered; undefined where it was not read whole. */
export function readFileOf({ place, isWhole, hash, readings }: ReadLogFile): ReadFile | undefined {
  if (place.kind !== 'object' || !isWhole || hash === undefined) return undefined;
  return { bucket: place.bucket, object: place.key, hash, readings };
}

export const objectOf = ({ bucket, object }: Pick<DigestedFile, 'bucket' | 'object'>): ObjectName => ({
  bucket,
  key: object,
});
