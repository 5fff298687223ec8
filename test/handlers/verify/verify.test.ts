import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Proof } from '../../../domain/digests/proof.ts';
import type { ProofSelection } from '../../../domain/digests/proof-gap.ts';
import { readPublicKeys } from '../../../domain/digests/public-key.ts';
import { parseTime } from '../../../domain/time.ts';
import { bucketTrail } from '../../../handlers/verify/bucket-trail.ts';
import { folderTrail } from '../../../handlers/verify/folder-trail.ts';
import { type VerifiedTrail, verifyTrails } from '../../../handlers/verify/verify.ts';
import { readFileForProof } from '../../../infra/trail/digests/read-for-proof.ts';
import { verifySignature } from '../../../infra/trail/digests/verify-signature.ts';
import { digestKey, publicKeyAnswer, type SignedObject, signedTrail } from '../../fakes/trail/signed-trail.ts';
import { trailStore } from '../../fakes/trail/trail-store.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

type Objects = Map<string, SignedObject>;

const keys = readPublicKeys(publicKeyAnswer) ?? new Map<string, string>();
const everything: ProofSelection = { accounts: undefined, regions: undefined, since: undefined, until: undefined };

const verify = (trail: VerifiedTrail, selection = everything, publicKeys = keys): Promise<Proof> =>
  verifyTrails(selection, { trails: [trail], verifySignature, publicKeys: async () => publicKeys, onFile: () => {} });

const bucketOf = (objects: Objects): VerifiedTrail =>
  bucketTrail({ bucket: 'logs', prefix: '' }, trailStore(objects).store);

async function folderWith(objects: Objects): Promise<VerifiedTrail> {
  const root = temporaryFolder();
  for (const [key, { bytes }] of objects) {
    await mkdir(dirname(join(root, key)), { recursive: true });
    await writeFile(join(root, key), bytes);
  }
  return folderTrail(root);
}

const logKeys = (objects: Objects) => [...objects.keys()].filter((key) => !key.includes('Digest'));

function change(objects: Objects, key: string, edit: (text: string) => string): Objects {
  const found = objects.get(key);
  if (found === undefined) throw new Error(`no ${key}`);
  return new Map(objects).set(key, { ...found, bytes: gzipSync(edit(gunzipSync(found.bytes).toString())) });
}

function without(objects: Objects, ...keysOut: readonly string[]): Objects {
  return new Map([...objects].filter(([key]) => !keysOut.includes(key)));
}

const hours = ({ regions }: Proof) => regions.map(({ region, hours: count }) => [region, count]);
const broken = ({ gaps }: Proof) => gaps.map(({ why, from, to }) => [why, from?.slice(11, 13), to?.slice(11, 13)]);

const trail = () => signedTrail({ hours: 6, files: { 1: 2, 3: 1 } });

describe('a trail in a bucket', () => {
  it('is proven hour by hour, also where nothing happened', async () => {
    const proof = await verify(bucketOf(new Map([...trail(), ...signedTrail({ region: 'us-east-1', hours: 6 })])));
    expect(proof.digests).toEqual({ valid: 12, invalid: 0, missing: 0, unsigned: 0 });
    expect(proof.logFiles).toEqual({ valid: 3, altered: 0, missing: 0, unreadable: 0 });
    expect(hours(proof)).toEqual([
      ['eu-west-1', 6],
      ['us-east-1', 6],
    ]);
    expect(proof.gaps).toEqual([]);
  });

  it('loses the hour of an altered, a missing and an unreadable log file', async () => {
    const objects = trail();
    const [first = '', second = '', third = ''] = logKeys(objects);
    const damaged = without(
      change(objects, first, (text) => text.replace('1.08', '1.09')),
      second,
    );
    damaged.set(third, { bytes: Buffer.from('\x1f\x8b broken', 'latin1'), metadata: {} });
    const proof = await verify(bucketOf(damaged));
    expect(proof.logFiles).toEqual({ valid: 0, altered: 1, missing: 1, unreadable: 1 });
    expect(broken(proof)).toEqual([
      ['log-file-altered', '01', '02'],
      ['log-file-missing', '01', '02'],
      ['log-file-unreadable', '03', '04'],
    ]);
    expect(proof.gaps.map(({ object }) => object)).toEqual([first, second, third].map((key) => `s3://logs/${key}`));
    expect(hours(proof)).toEqual([['eu-west-1', 4]]);
  });

  it('has a gap where digests are missing, which names the last of them', async () => {
    const proof = await verify(bucketOf(without(trail(), digestKey({}, 2), digestKey({}, 3))));
    expect(proof.digests).toEqual({ valid: 4, invalid: 0, missing: 1, unsigned: 0 });
    expect(broken(proof)).toEqual([['digest-missing', '02', '04']]);
    expect(proof.gaps[0]?.object).toBe(`s3://logs/${digestKey({}, 3)}`);
    expect(hours(proof)).toEqual([['eu-west-1', 4]]);
  });

  it('has a gap where logging was off and a starting digest follows', async () => {
    const objects = new Map([...signedTrail({ hours: 2 }), ...signedTrail({ start: 4, hours: 2 })]);
    const proof = await verify(bucketOf(objects));
    expect(broken(proof)).toEqual([['starting-digest', '02', '04']]);
    expect(proof.digests).toEqual({ valid: 4, invalid: 0, missing: 0, unsigned: 0 });
  });

  it('names a digest that was moved, altered, or signed by an unknown key', async () => {
    const objects = trail();
    const key = digestKey({}, 2);
    const digest = objects.get(key);
    const moved = without(objects, key).set(`other/${key}`, digest ?? { bytes: Buffer.alloc(0), metadata: {} });
    expect(broken(await verify(bucketOf(moved)))).toContainEqual(['digest-moved', '02', '03']);
    const altered = change(objects, key, (text) => text.replace('"oldestEventTime":null', '"oldestEventTime":"x"'));
    const proof = await verify(bucketOf(altered));
    expect(broken(proof)).toEqual([['digest-invalid', '02', '03']]);
    expect(hours(proof)).toEqual([['eu-west-1', 5]]);
    const unknown = await verify(bucketOf(objects), everything, new Map([['another', '']]));
    expect(unknown.digests).toEqual({ valid: 0, invalid: 6, missing: 0, unsigned: 0 });
    expect(new Set(broken(unknown).map(([why]) => why))).toEqual(new Set(['key-unknown']));
  });

  it('reports a digest that cannot be read, and the hour that it stood for', async () => {
    const key = digestKey({}, 2);
    const objects = trail().set(key, { bytes: gzipSync('{"digestStartTime":1,"digestEndTime":2}'), metadata: {} });
    const proof = await verify(bucketOf(objects));
    expect(proof.digests).toEqual({ valid: 5, invalid: 1, missing: 0, unsigned: 0 });
    expect(broken(proof)).toEqual([['digest-invalid', '02', '03']]);
    expect(proof.gaps[0]?.object).toBe(`s3://logs/${key}`);
  });

  it('loses the hour for which a backfill digest names a file that is gone', async () => {
    const backfill = signedTrail({ start: 3, hours: 1, files: { 3: 1 }, isBackfill: true });
    const objects = new Map([...trail(), ...backfill]);
    expect(hours(await verify(bucketOf(objects)))).toEqual([['eu-west-1', 6]]);
    const proof = await verify(bucketOf(without(objects, ...logKeys(backfill))));
    expect(broken(proof)).toEqual([['log-file-missing', '03', '04']]);
    expect(hours(proof)).toEqual([['eu-west-1', 5]]);
  });

  it('keeps the chains of several trails, accounts and prefixes apart', async () => {
    const objects = new Map([
      ...signedTrail({ hours: 3 }),
      ...signedTrail({ hours: 3, start: 1, trail: 'main' }),
      ...signedTrail({ hours: 2, accountId: '444455556666', prefix: 'p/' }),
    ]);
    const proof = await verify(bucketOf(objects));
    expect(proof.regions.map(({ accountId, hours: count }) => [accountId, count])).toEqual([
      ['111122223333', 4],
      ['444455556666', 2],
    ]);
    expect(proof.gaps).toEqual([]);
  });

  it('is checked within a selection alone', async () => {
    const selection = {
      ...everything,
      since: parseTime('2026-11-20T02:00:00Z'),
      until: parseTime('2026-11-20T05:00:00Z'),
    };
    const proof = await verify(bucketOf(without(trail(), digestKey({}, 0), digestKey({}, 1))), selection);
    expect(hours(proof)).toEqual([['eu-west-1', 3]]);
    expect(proof.digests).toEqual({ valid: 3, invalid: 0, missing: 0, unsigned: 0 });
    const missing = await verify(bucketOf(without(trail(), digestKey({}, 2))), selection);
    expect(broken(missing)).toEqual([['digest-missing', '02', '03']]);
  });

  it('is refused where it holds no digest', async () => {
    await expect(verify(bucketOf(new Map()))).rejects.toThrow(/^--trail s3:\/\/logs\/: no digest of CloudTrail; give/);
    const selection = { ...everything, since: parseTime('2026-11-20T02:00:00Z') };
    await expect(verify(bucketOf(new Map()), selection)).rejects.toThrow(/give the folder .*, a longer time or other/);
  });
});

describe('a local copy', () => {
  it('is proven but for its newest digest, whose signature no later one holds', async () => {
    const proof = await verify(await folderWith(trail()));
    expect(proof.digests).toEqual({ valid: 5, invalid: 0, missing: 0, unsigned: 1 });
    expect(proof.logFiles).toEqual({ valid: 3, altered: 0, missing: 0, unreadable: 0 });
    expect(hours(proof)).toEqual([['eu-west-1', 5]]);
    expect(proof.gaps).toEqual([]);
  });

  it('may have lost the folders above AWSLogs, and may lie deeper', async () => {
    const objects = signedTrail({ hours: 3, prefix: 'a/b/', files: { 0: 1 } });
    const elsewhere = new Map([...objects].map(([key, object]) => [key.replace('a/b/', 'copies/2026/'), object]));
    const proof = await verify(await folderWith(elsewhere));
    expect([proof.digests.valid, proof.logFiles.valid]).toEqual([2, 1]);
  });

  it('holds digests under any name, which then do not lie where they say', async () => {
    const objects = trail();
    const key = digestKey({}, 2);
    const digest = objects.get(key);
    const renamed = without(objects, key).set('notes.json.gz', digest ?? { bytes: Buffer.alloc(0), metadata: {} });
    const proof = await verify(await folderWith(renamed));
    expect(proof.gaps.map(({ why }) => why)).toContain('digest-moved');
    expect(hours(proof)).toEqual([['eu-west-1', 4]]);
  });

  it('is looked through for digests that hide under the name of a log file', async () => {
    const objects = trail();
    const key = digestKey({}, 2);
    const [log = ''] = logKeys(objects);
    const digest = objects.get(key) ?? { bytes: Buffer.alloc(0), metadata: {} };
    const hidden = without(objects, key).set(log.replace('ORDINARY', 'HIDDEN'), digest);
    const proof = await verify(await folderWith(hidden));
    expect(broken(proof)).toContainEqual(['digest-moved', '02', '03']);
    expect(proof.logFiles.valid).toBe(3);
  });

  it('may hold log files that are unpacked, however large', async () => {
    const objects = trail();
    const [log = ''] = logKeys(objects);
    const unpacked = gunzipSync(objects.get(log)?.bytes ?? Buffer.alloc(0));
    const small = new Map(objects).set(log, { bytes: unpacked, metadata: {} });
    expect((await verify(await folderWith(small))).logFiles.valid).toBe(3);
    const path = join(temporaryFolder(), 'large.json');
    const large = Buffer.alloc(9 * 1024 * 1024, '{"Records":[]}\n');
    await writeFile(path, large);
    const hash = createHash('sha256').update(large).digest('hex');
    expect(await readFileForProof(path)).toMatchObject({ kind: 'read', hash });
  });
});

describe('the laws of proof', () => {
  const objects = new Map([...trail(), ...signedTrail({ region: 'us-east-1', hours: 4, files: { 0: 1 } })]);
  const names = [...objects.keys()];
  const total = ({ regions }: Proof) => regions.reduce((sum, each) => sum + each.hours, 0);

  it('no altered byte of any digest or log file goes unnoticed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (file, at, bits) => {
        const key = names[file % names.length] ?? '';
        const found = objects.get(key);
        const text = gunzipSync(found?.bytes ?? Buffer.alloc(0));
        const index = at % text.length;
        text[index] = (text[index] ?? 0) ^ bits;
        const proof = await verify(
          bucketOf(new Map(objects).set(key, { metadata: found?.metadata ?? {}, bytes: gzipSync(text) })),
        );
        expect(total(proof)).toBeLessThan(10);
        expect(proof.digests.invalid + proof.logFiles.altered).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it('no altered signature or key goes unnoticed', async () => {
    const digits = fc.integer({ min: 0, max: 511 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 5 }), digits, async (hour, digit) => {
        const key = digestKey({}, hour);
        const found = objects.get(key);
        const signature = found?.metadata['signature'] ?? '';
        const other = signature[digit] === '0' ? '1' : '0';
        const metadata = {
          ...found?.metadata,
          signature: signature.slice(0, digit) + other + signature.slice(digit + 1),
        };
        const proof = await verify(
          bucketOf(new Map(objects).set(key, { bytes: found?.bytes ?? Buffer.alloc(0), metadata })),
        );
        expect([total(proof), proof.digests.invalid]).toEqual([9, 1]);
      }),
      { numRuns: 30 },
    );
    const [[print, key] = ['', '']] = [...keys];
    const bytes = Buffer.from(key, 'base64');
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    const proof = await verify(bucketOf(objects), everything, new Map([[print, bytes.toString('base64')]]));
    expect([total(proof), proof.digests.invalid]).toEqual([0, 10]);
  });
});
