/** Checks the digests of a trail and the log files that they name. */

import pMap from 'p-map';
import { checkDigests, type FoundDigest, nameOf, type VerifySignature } from '../../domain/digests/check-digests.ts';
import type { DigestedFile } from '../../domain/digests/digest.ts';
import type { Place } from '../../domain/digests/place.ts';
import { concludeProof, type Proof, selectDigests } from '../../domain/digests/proof.ts';
import type { FoundLogFile, ProofSelection } from '../../domain/digests/proof-gap.ts';
import type { PublicKeys } from '../../domain/digests/public-key.ts';
import { InputError } from '../input-error.ts';

/** The digests of a trail, and files that lie where digests lie and cannot be read as such. */
export interface FoundDigests {
  readonly digests: readonly FoundDigest[];
  readonly unreadable: readonly Place[];
}

/** A trail in a folder or a bucket. */
export interface VerifiedTrail {
  /** As the user gave it. */
  readonly name: string;
  findDigests(): Promise<FoundDigests>;
  /** Looks for one log file and reads it for its hash. Called after `findDigests`. */
  readLogFile(file: DigestedFile): Promise<FoundLogFile>;
}

/** What a check needs from outside. */
export interface VerifyPorts {
  readonly trails: readonly VerifiedTrail[];
  readonly verifySignature: VerifySignature;
  /** The keys for these digests, which are at least one. */
  publicKeys(digests: readonly FoundDigest[]): Promise<PublicKeys>;
  /** Called for each log file that was read. */
  onFile(done: number, of: number): void;
}

const atOnce = 8;

/** Checks the selected part of all trails together. Throws InputError where a trail holds no digest at all. */
export async function verifyTrails(selection: ProofSelection, ports: VerifyPorts): Promise<Proof> {
  const found: FoundDigests[] = [];
  for (const trail of ports.trails) found.push(await digestsOf(trail, selection));
  const digests = found.flatMap((each) => each.digests);
  const keys = digests.length === 0 ? new Map<string, string>() : await ports.publicKeys(digests);
  const checked = checkDigests(digests, keys, ports.verifySignature);
  const valid = selectDigests(checked, selection).filter(({ verdict }) => verdict.kind === 'valid');
  const logFiles = new Map(valid.flatMap(({ digest }) => digest.logFiles.map((file) => [nameOf(file), file] as const)));
  const read = await readLogFiles([...logFiles.values()], ports);
  const logFileOf = (file: DigestedFile): FoundLogFile => read.get(nameOf(file)) ?? { kind: 'missing' };
  const unreadable = found.flatMap((each) => each.unreadable);
  return concludeProof(checked, unreadable, logFileOf, selection);
}

async function digestsOf(trail: VerifiedTrail, selection: ProofSelection): Promise<FoundDigests> {
  const found = await trail.findDigests();
  if (found.digests.length + found.unreadable.length > 0) return found;
  const isPart = Object.values(selection).some((restriction) => restriction !== undefined);
  const more = isPart ? ', a longer time or other accounts and Regions' : '';
  const todo = `give the folder above CloudTrail-Digest${more}, and switch on log file validation if the trail has none`;
  throw new InputError(`--trail ${trail.name}: no digest of CloudTrail; ${todo}`);
}

async function readLogFiles(
  files: readonly DigestedFile[],
  { trails, onFile }: VerifyPorts,
): Promise<Map<string, FoundLogFile>> {
  let done = 0;
  const read = async (file: DigestedFile) => {
    const found = await firstFound(file, trails);
    onFile(++done, files.length);
    return [nameOf(file), found] as const;
  };
  return new Map(await pMap(files, read, { concurrency: atOnce }));
}

/** A log file counts from the first trail that has it unaltered, else from the first that has it at all. */
async function firstFound(file: DigestedFile, trails: readonly VerifiedTrail[]): Promise<FoundLogFile> {
  let found: FoundLogFile = { kind: 'missing' };
  for (const trail of trails) {
    const here = await trail.readLogFile(file);
    if (here.kind === 'read' && here.hash === file.hash) return here;
    if (found.kind === 'missing') found = here;
  }
  return found;
}
