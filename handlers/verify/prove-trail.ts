/** Checks the digests of a trail whose log files were just read. */

import pMap from 'p-map';
import type { TrailChange } from '../../domain/cloudtrail/trail-change.ts';
import type { FoundDigest } from '../../domain/digests/check-digests.ts';
import type { Place } from '../../domain/digests/place.ts';
import { type LiveSelectors, recordedHours } from '../../domain/digests/recorded-hours.ts';
import { digestOf } from '../../infra/trail/digests/found-digest.ts';
import { readFileForProof } from '../../infra/trail/digests/read-for-proof.ts';
import { foundOf } from '../trail/read-trail.ts';
import type { CheckedTrail, ReadLogFile, TrailEvidence } from '../trail/trail-reading.ts';
import { LogFileCopies } from './log-file-copies.ts';
import { type FoundDigests, type VerifiedTrail, type VerifyPorts, verifyTrails } from './verify.ts';

/** What a proof needs from outside. Keys that cannot be had are no failure of the reading: `why` says what to do. */
export interface ProvePorts extends Pick<VerifyPorts, 'verifySignature' | 'publicKeys'> {
  /** What CloudTrail says of a trail today; absent where it was not asked. */
  readonly liveSelectors?: LiveSelectors | undefined;
}

/** The keys cannot be had; the message says what to do. */
export class NoPublicKeys extends Error {}

const everything = { accounts: undefined, regions: undefined, since: undefined, until: undefined };

/**
 * Joins digests with the log files as they were read: by the hash of the very bytes whose records were folded. A log
 * file that was not read whole proves nothing. `changes` are the calls that changed what trails record.
 */
export async function proveTrail(
  { digests, logFiles }: TrailEvidence,
  changes: readonly TrailChange[],
  ports: ProvePorts,
): Promise<CheckedTrail> {
  return proveFound(await readDigests(digests), logFiles, changes, ports);
}

/** The same of digests that were found elsewhere. */
export async function proveFound(
  found: FoundDigests,
  logFiles: readonly ReadLogFile[],
  changes: readonly TrailChange[],
  ports: ProvePorts,
): Promise<CheckedTrail> {
  const trails = [scannedTrail(found, logFiles)];
  try {
    const proof = await verifyTrails(everything, { ...ports, trails, onFile: () => {} });
    return { kind: 'checked', proof, regions: recordedHours(proof.trails, changes, ports.liveSelectors) };
  } catch (error) {
    if (!(error instanceof NoPublicKeys)) throw error;
    return { kind: 'no-keys', digests: found.digests.length, why: error.message };
  }
}

function scannedTrail(found: FoundDigests, logFiles: readonly ReadLogFile[]): VerifiedTrail {
  const copies = new LogFileCopies<ReadLogFile>();
  for (const file of logFiles) copies.add(file);
  return {
    name: 'the trail',
    findDigests: async () => found,
    readLogFile: (file) => copies.read(file, async (copy) => foundOf(copy)),
  };
}

const atOnce = 8;

async function readDigests(places: TrailEvidence['digests']): Promise<FoundDigests> {
  const digests: FoundDigest[] = [];
  const unreadable: Place[] = [];
  await pMap(
    places,
    async ({ place, path }) => {
      const digest = digestOf(await readFileForProof(path), place);
      if (digest === undefined) unreadable.push(place);
      else digests.push(digest);
    },
    { concurrency: atOnce },
  );
  return { digests, unreadable };
}
