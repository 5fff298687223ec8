import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Proof } from '../../../domain/digests/proof.ts';
import { signingKeyOf } from '../../../handlers/sample/digests/signing-key.ts';
import { randomOf } from '../../../handlers/sample/random.ts';
import { type SampleSummary, sampleDefaults } from '../../../handlers/sample/write-sample-account.ts';
import { folderTrail } from '../../../handlers/verify/folder-trail.ts';
import { verifyTrails } from '../../../handlers/verify/verify.ts';
import { readPublicKeyFiles } from '../../../infra/local/public-key-files.ts';
import { verifySignature } from '../../../infra/trail/digests/verify-signature.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { filesBelow, jsonOfGzip, logFilesBelow, part, written } from './written-sample.ts';

const everything = { accounts: undefined, regions: undefined, since: undefined, until: undefined };
const quiet = 'ca-central-1';

let dir: string;
let paths: SampleSummary['paths'];

async function verify(...folders: readonly string[]): Promise<Proof> {
  const keys = await readPublicKeyFiles([paths.publicKeys]);
  const trails = folders.map(folderTrail);
  return verifyTrails(everything, { trails, verifySignature, publicKeys: async () => keys, onFile: () => {} });
}

const hoursByRegion = ({ regions }: Proof) => Object.fromEntries(regions.map(({ region, hours }) => [region, hours]));

beforeAll(async () => {
  const sample = await written({ users: 5, days: 95, recordsPerDay: 20 });
  dir = sample.dir;
  ({ paths } = sample.summary);
});

describe('the digests of the sample', () => {
  it('prove the whole window of a Region in which nothing happened, and three days of the others', async () => {
    const proof = await verify(paths.trail);
    const busy = Object.fromEntries(sampleDefaults.regions.map((region) => [region, 3 * 24 - 1]));
    expect(hoursByRegion(proof)).toEqual({ ...busy, [quiet]: 91 * 24 - 1 });
    expect(proof.gaps).toEqual([]);
    expect(proof.logFiles).toEqual({ valid: 8, altered: 0, missing: 0, unreadable: 0 });
    expect((await logFilesBelow(dir)).filter((file) => file.includes(quiet))).toEqual([]);
  });

  it('prove nothing of that Region once they are removed', async () => {
    const copy = join(temporaryFolder(), 'AWSLogs');
    await cp(paths.trail, copy, { recursive: true });
    const [account = ''] = await readdir(copy);
    await rm(join(copy, account, 'CloudTrail-Digest', quiet), { recursive: true });
    expect(hoursByRegion(await verify(copy))).not.toHaveProperty(quiet);
  });

  it('leave one late log file to a backfill digest', async () => {
    const digests = (await filesBelow(paths.trail)).filter((file) => file.includes('/CloudTrail-Digest/us-east-1/'));
    const named = await Promise.all(digests.map(async (file) => [file, await namedIn(file)] as const));
    const late = named
      .filter(([file, logs]) => file.includes('_backfill') && logs.length > 0)
      .flatMap(([, logs]) => logs);
    expect(late).toHaveLength(1);
    const others = named.filter(([file]) => !file.includes('_backfill')).flatMap(([, logs]) => logs);
    expect(others).toHaveLength(2);
    expect(others).not.toContain(late[0]);
  });
});

async function namedIn(digest: string): Promise<string[]> {
  const files = (await jsonOfGzip(digest))['logFiles'] as { s3Object: string }[];
  return files.map(({ s3Object }) => basename(s3Object));
}

describe('the damaged trail of the sample', () => {
  it('is found to lack a digest and a log file, to have an altered one, and to have been switched off', async () => {
    const proof = await verify(paths.trail, paths.damagedTrail);
    expect(
      proof.gaps.map(({ region, why, from, to }) => [region, why, from?.slice(11, 13), to?.slice(11, 13)]),
    ).toEqual([
      ['sa-east-1', 'log-file-missing', '12', '13'],
      ['sa-east-1', 'log-file-altered', '16', '17'],
      ['sa-east-1', 'digest-missing', '05', '06'],
      ['sa-east-1', 'starting-digest', '08', '10'],
    ]);
    expect(hoursByRegion(proof)['sa-east-1']).toBe(16);
  });
});

describe('the key of the sample', () => {
  it('is made from its seed alone, and no other key verifies what it signs', () => {
    const [key, same, other] = [7, 7, 8].map((seed) => signingKeyOf(randomOf(seed)));
    const signature = key?.sign('text') ?? '';
    expect(same?.publicKey).toBe(key?.publicKey);
    expect(verifySignature(key?.publicKey ?? '', 'text', signature)).toBe(true);
    expect(verifySignature(key?.publicKey ?? '', 'texts', signature)).toBe(false);
    expect(verifySignature(other?.publicKey ?? '', 'text', signature)).toBe(false);
  });

  it('is written in the form of ListPublicKeys, valid for all its digests', async () => {
    const answer = JSON.parse(await readFile(paths.publicKeys, 'utf8'));
    const [key] = answer.PublicKeyList;
    expect(key.ValidityStartTime <= '2026-08-02T00:00:00Z' && key.ValidityEndTime >= sampleDefaults.endsAt).toBe(true);
    const [digest = ''] = (await filesBelow(paths.trail)).filter((file) => file.includes('/CloudTrail-Digest/'));
    expect(part(await jsonOfGzip(digest), 'digestPublicKeyFingerprint')).toBe(key.Fingerprint);
  });
});
