/** Finds the log files that a digest names. */

import { mergeRecordFolds, type RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import { waitMinutes } from '../../domain/digests/altered-trail.ts';
import { isCounted } from '../../domain/digests/chain-state.ts';
import { nameOf } from '../../domain/digests/check-digests.ts';
import type { Digest, DigestedFile } from '../../domain/digests/digest.ts';
import type { FoundLogFile } from '../../domain/digests/proof-gap.ts';
import { plusMinutes } from '../../domain/time.ts';
import type { ReadFile } from '../../infra/ports/archive-proofs.ts';
import { foundOf } from '../trail/read-trail.ts';
import type { ArchiveContext } from './archive-ports.ts';
import type { KeysAtHand } from './daily-keys.ts';
import type { ObjectOutcome } from './read-objects.ts';
import { objectOf, readFileOf, recordObjects } from './record-objects.ts';

/** What the check of digests needs beside the ports. */
export interface DigestContext extends ArchiveContext {
  readonly keysOf: (digest: Digest) => Promise<KeysAtHand>;
  /** Grows by the records of log files that are read with their digest. */
  readonly fold: RecordFold;
}

/** The log files of a digest. `counted`: its time counts already. `files` are remembered until then. */
export type LogFilesFound =
  | {
      readonly kind: 'found';
      readonly logFileOf: (file: DigestedFile) => FoundLogFile;
      readonly files: readonly ReadFile[];
    }
  | { readonly kind: 'counted'; readonly files: readonly ReadFile[] }
  | { readonly kind: 'decided'; readonly outcome: ObjectOutcome };

/**
 * Finds the log files among those that were read before; the others are read now, from where the digest says, as if
 * they had been announced. So nothing that is in the bucket is called missing.
 */
export async function findLogFiles(digest: Digest, context: DigestContext): Promise<LogFilesFound> {
  const { proofs } = context;
  const marked = await proofs.readFiles(digest.logFiles);
  const known = new Map<string, FoundLogFile>([...marked].map(([name, file]) => [name, { kind: 'read', ...file }]));
  const logFileOf = (file: DigestedFile): FoundLogFile => known.get(nameOf(file)) ?? { kind: 'missing' };
  const unknown = digest.logFiles.filter((file) => !known.has(nameOf(file)));
  const files = [...marked.values()];
  if (unknown.length === 0) return { kind: 'found', logFileOf, files };
  const chains = await proofs.readChains(digest.bucket, digest);
  const chain = chains.find(({ name }) => name.region === digest.region && name.isBackfill === digest.isBackfill);
  if (chain !== undefined && isCounted(chain, digest)) return { kind: 'counted', files };
  if (context.digests === 'wait' && context.now < plusMinutes(digest.to, waitMinutes)) {
    const why = `${unknown.length} of ${digest.logFiles.length} log files that it names were not read yet`;
    return { kind: 'decided', outcome: { kind: 'waiting', why } };
  }
  const read = await readNow(unknown, context);
  if (read.kind === 'decided') return read;
  for (const [name, file] of read.found) known.set(name, file);
  return { kind: 'found', logFileOf, files: [...files, ...read.files] };
}

type ReadNow =
  | { readonly kind: 'read'; readonly found: ReadonlyMap<string, FoundLogFile>; readonly files: readonly ReadFile[] }
  | Extract<LogFilesFound, { kind: 'decided' }>;

async function readNow(named: readonly DigestedFile[], context: DigestContext): Promise<ReadNow> {
  const { outcomes, fold, logFiles } = await recordObjects(named.map(objectOf), context, true);
  const again = outcomes.find(({ kind }) => kind === 'failed' || kind === 'left');
  if (again !== undefined) return { kind: 'decided', outcome: again };
  mergeRecordFolds(context.fold, fold);
  const found = new Map(
    named.flatMap((file, index): [string, FoundLogFile][] =>
      outcomes[index]?.kind === 'missing' ? [] : [[nameOf(file), { kind: 'unreadable' }]],
    ),
  );
  for (const file of logFiles) {
    if (file.place.kind === 'object') found.set(`${file.place.bucket}/${file.place.key}`, foundOf(file));
  }
  return { kind: 'read', found, files: logFiles.flatMap((file) => readFileOf(file) ?? []) };
}
