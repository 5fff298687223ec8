/** Signs the sample's log files, a day at a time. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { epochMs, type Instant, instantOfEpochMs } from '../../../domain/time.ts';
import type { DeliveredFile } from '../log-files.ts';
import { type LogFolder, sampleTrail } from '../log-path.ts';
import { randomOf } from '../random.ts';
import { writeDamagedTrail } from './damaged-trail.ts';
import { type DigestChain, openDigestChain, type SignedTrail } from './digest-chain.ts';
import { signingKeyOf } from './signing-key.ts';
import { writeBelow } from './write-object.ts';

/** The period of the sample's log files, and what it is made of. */
export interface SignedPeriod {
  readonly days: number;
  readonly endsAt: Instant;
  readonly seed: number;
}

export interface SampleDigests {
  /** Takes a log file that was delivered. */
  deliver(file: DeliveredFile): void;
  /** Writes the digests of a day, `0` being the first, whose log files were all delivered. */
  endDay(day: number): void;
  /** Writes the public keys and the damaged trail. */
  end(): ProofPaths;
}

/** Where the parts of the sample lie that only a check of digests needs. */
export interface ProofPaths {
  /** The folder above a day of another trail, with damage that the check finds. */
  readonly damagedTrail: string;
  /** The key of both trails, as `aws cloudtrail list-public-keys` answers. */
  readonly publicKeys: string;
}

/** The Region in which nothing happens: it has digests, and no log file. */
const quietRegion = 'ca-central-1';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The quiet Region's digests cover a window of 90 days. Those of the others are kept for three: they cost time. */
const quietDays = 91;
const busyDays = 3;
/** The first Region has backfill digests of the last days. The first of these days has a file that came too late. */
const backfilledDays = 2;

interface SignedRegion {
  readonly region: string;
  readonly chain: DigestChain;
  readonly backfill: DigestChain;
  /** Digests of earlier days have expired. */
  readonly firstMs: number;
}

/** The digests of every Region. Log files from before a Region's first digest are in no digest. */
export function openSampleDigests(folder: LogFolder, { days, endsAt, seed }: SignedPeriod): SampleDigests {
  const endMs = epochMs(endsAt);
  const trail = trailOf(folder, seed);
  const writeObject = writeBelow(folder.dir);
  const signed = [...folder.regions.map((region) => open(region, busyDays)), open(quietRegion, quietDays)];
  let delivered: DeliveredFile[] = [];

  function open(region: string, keptDays: number): SignedRegion {
    const chain = openDigestChain(trail, region, 'ordinary');
    const firstMs = endMs - Math.min(days, keptDays) * dayMs;
    chain.sign(firstMs - hourMs, []);
    return { region, chain, backfill: openDigestChain(trail, region, 'backfill'), firstMs };
  }

  function write(chain: DigestChain, fromMs: number, files: readonly DeliveredFile[]): void {
    const inHour = files.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + hourMs);
    writeObject(chain.sign(fromMs, inHour));
  }

  function endDayOf({ region, chain, backfill, firstMs }: SignedRegion, startMs: number): void {
    if (startMs < firstMs) return;
    const files = delivered.filter((file) => file.region === region);
    const backfillMs = region === folder.regions[0] ? endMs - backfilledDays * dayMs : endMs;
    const late = startMs === backfillMs ? files.splice(0, 1) : [];
    for (let fromMs = startMs; fromMs < startMs + dayMs; fromMs += hourMs) {
      write(chain, fromMs, files);
      if (startMs >= backfillMs) write(backfill, fromMs, late);
    }
  }

  return {
    deliver: (file) => delivered.push(file),
    endDay(day) {
      for (const region of signed) endDayOf(region, endMs - (days - day) * dayMs);
      delivered = [];
    },
    end() {
      const paths = { damagedTrail: join(folder.dir, 'damaged'), publicKeys: join(folder.dir, 'public-keys.json') };
      writeDamagedTrail(
        writeBelow(paths.damagedTrail),
        { ...trail, bucket: 'damaged-trail', trail: 'damaged-trail' },
        endMs,
      );
      writeFileSync(paths.publicKeys, `${JSON.stringify(publicKeysOf(trail, endMs), undefined, 2)}\n`);
      return paths;
    },
  };
}

function trailOf({ account, regions }: LogFolder, seed: number): SignedTrail {
  const signingKey = signingKeyOf(randomOf(seed));
  return { account, bucket: sampleTrail, trail: sampleTrail, home: regions[0] ?? quietRegion, signingKey };
}

function publicKeysOf({ signingKey }: SignedTrail, endMs: number) {
  const key = {
    Value: signingKey.publicKey,
    ValidityStartTime: instantOfEpochMs(endMs - (quietDays + 1) * dayMs),
    ValidityEndTime: instantOfEpochMs(endMs + dayMs),
    Fingerprint: signingKey.fingerprint,
  };
  return { PublicKeyList: [key] };
}
