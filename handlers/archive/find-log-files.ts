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
  /** The log files that came with the digests, which the store may not show yet. */
  readonly justRead: readonly ReadFile[];
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

/** The log files that were read before, or just now, and are named by these digests. */
export async function readBefore(
  digests: readonly Digest[],
  { proofs, digests: mode, justRead }: Pick<DigestContext, 'proofs' | 'digests' | 'justRead'>,
): Promise<ReadonlyMap<string, ReadFile>> {
  const known = new Map(justRead.map((file) => [nameOf(file), file]));
  const others = digests.flatMap(({ logFiles }) => logFiles.filter((file) => !known.has(nameOf(file))));
  if (others.length === 0) return known;
  const found = await (mode === 'wait' ? proofs.newFiles(others) : proofs.readFiles(others));
  return new Map([...known, ...found]);
}

/**
 * Finds the log files of a digest among those that were read before; the others are read now, from where the digest
 * says, as if they had been announced. So nothing that is in the bucket is called missing.
 */
export async function findLogFiles(
  digest: Digest,
  before: ReadonlyMap<string, ReadFile>,
  context: DigestContext,
): Promise<LogFilesFound> {
  const { proofs } = context;
  const files = digest.logFiles.flatMap((file) => rememberedAs(file, before) ?? []);
  const known = new Map<string, FoundLogFile>(files.map((file) => [nameOf(file), { kind: 'read', ...file }]));
  const logFileOf = (file: DigestedFile): FoundLogFile => known.get(nameOf(file)) ?? { kind: 'missing' };
  const unknown = digest.logFiles.filter((file) => !known.has(nameOf(file)));
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

/** Two digests may name a file with different hashes: only the one with this hash counts. */
function rememberedAs(file: DigestedFile, before: ReadonlyMap<string, ReadFile>): ReadFile | undefined {
  const found = before.get(nameOf(file));
  return found?.hash === file.hash ? found : undefined;
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
