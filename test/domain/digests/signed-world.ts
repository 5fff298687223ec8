/** A small world of digests and log files, signed by hashing: as hard to forge as it must be here, and fast. */

import { createHash } from 'node:crypto';
import { checkDigests, type FoundDigest, nameOf, type VerifySignature } from '../../../domain/digests/check-digests.ts';
import { readDigest, signedText } from '../../../domain/digests/digest.ts';
import { concludeProof, type Proof } from '../../../domain/digests/proof.ts';
import type { PublicKeys } from '../../../domain/digests/public-key.ts';
import { okOf } from '../ok-of.ts';

/** What was found: digests, and the hashes of log files by their names. */
export interface World {
  readonly digests: readonly FoundDigest[];
  readonly logs: ReadonlyMap<string, string>;
  readonly keys: PublicKeys;
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const sign = (key: string, text: string) => hash(`${key}\n${text}`);
const verify: VerifySignature = (key, text, signature) => sign(key, text) === signature;

const everything = { accounts: undefined, regions: undefined, since: undefined, until: undefined };

export function prove({ digests, logs, keys }: World): Proof {
  const checked = checkDigests(digests, keys, verify);
  const logFileOf = (file: { bucket: string; object: string }) => {
    const found = logs.get(nameOf(file));
    return found === undefined ? { kind: 'missing' as const } : { kind: 'read' as const, hash: found };
  };
  return concludeProof(checked, [], logFileOf, everything);
}

/** The proven hours, `eu-west-1 2026-11-20T03`. */
export function provenHours({ regions }: Proof): Set<string> {
  const hours = regions.flatMap(({ region, proven }) =>
    proven.flatMap(({ from, to }) => {
      const [start, end] = [Date.parse(from) / hourMs, Date.parse(to) / hourMs];
      return Array.from({ length: end - start }, (_, index) => `${region} ${timeOf(start + index).slice(0, 13)}`);
    }),
  );
  return new Set(hours);
}

const hourMs = 3_600_000;
const firstHour = Date.UTC(2026, 10, 20) / hourMs;
const timeOf = (hour: number) => new Date(hour * hourMs).toISOString().replace('.000', '');

interface Chain {
  readonly region: string;
  readonly hours: number;
  /** The hours in which one log file is delivered. */
  readonly files: readonly number[];
  readonly kind: 'ordinary' | 'backfill';
}

const chains: readonly Chain[] = [
  { region: 'eu-west-1', hours: 8, files: [1, 4, 6], kind: 'ordinary' },
  { region: 'eu-west-1', hours: 6, files: [2, 3], kind: 'backfill' },
  { region: 'us-east-1', hours: 5, files: [0], kind: 'ordinary' },
];

/** Everything sound; `isCopy`: a local copy, whose digests have lost their own signatures. */
export function soundWorld(isCopy: boolean): World {
  const parts = chains.map((chain) => digestsOf(chain, isCopy));
  const files = parts.flat().flatMap(({ digest }) => digest.logFiles);
  const logs = new Map(files.map((file) => [nameOf(file), file.hash] as const));
  return { digests: parts.flat(), logs, keys: new Map([['print', 'key']]) };
}

function digestsOf({ region, hours, files, kind }: Chain, isCopy: boolean): FoundDigest[] {
  const found: FoundDigest[] = [];
  let previous: { object: string; contentHash: string; signature: string } | undefined;
  for (let hour = 0; hour < hours; hour++) {
    const end = timeOf(firstHour + hour + 1);
    const folder = (name: string) => `AWSLogs/111122223333/${name}/${region}/2026/11/20/111122223333_${name}_${region}`;
    const ending = kind === 'backfill' ? '_backfill' : '';
    const object = `${folder('CloudTrail-Digest')}_main_eu-west-1_${end.replaceAll(/[-:]/g, '')}${ending}.json.gz`;
    const value = {
      awsAccountId: '111122223333',
      digestStartTime: timeOf(firstHour + hour),
      digestEndTime: end,
      digestS3Bucket: 'logs',
      digestS3Object: object,
      digestPublicKeyFingerprint: 'print',
      previousDigestS3Bucket: previous ? 'logs' : null,
      previousDigestS3Object: previous?.object ?? null,
      previousDigestHashValue: previous?.contentHash ?? null,
      previousDigestSignature: previous?.signature ?? null,
      logFiles: files
        .filter((each) => each === hour)
        .map(() => ({
          s3Bucket: 'logs',
          s3Object: `${folder('CloudTrail')}_${kind}${hour}.json.gz`,
          hashValue: hash(`${region} ${kind} ${hour}`),
          hashAlgorithm: 'SHA-256',
        })),
    };
    const digest = okOf(readDigest(value));
    const contentHash = hash(JSON.stringify(value));
    const signature = sign('key', signedText(digest, contentHash));
    const place = isCopy
      ? ({ kind: 'file', under: '', path: object } as const)
      : ({ kind: 'object', bucket: 'logs', key: object } as const);
    found.push({ digest, place, contentHash, signature: isCopy ? undefined : signature });
    previous = { object, contentHash, signature };
  }
  return found;
}
