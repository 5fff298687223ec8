import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucketTrail } from '../../../handlers/verify/bucket-trail.ts';
import { proveArchive } from '../../../handlers/verify/prove-archive.ts';
import { verifySignature } from '../../../infra/trail/digests/verify-signature.ts';
import { record } from '../../domain/builders.ts';
import { account, daysAgo, reportOf, write } from '../../e2e/inputs.ts';
import { runCli } from '../../e2e/run-cli.ts';
import { makeBucket } from '../../e2e/s3-archive.ts';
import { hasMoto, type MotoServer, startMoto } from '../../fakes/moto/moto-server.ts';
import {
  digestKey,
  hourText,
  publicKeyAnswer,
  type SignedObject,
  signedTrail,
} from '../../fakes/trail/signed-trail.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const dir = temporaryFolder();
const report = write(
  dir,
  'report.csv',
  reportOf([{ user: 'bob', key: { created: daysAgo(700), used: daysAgo(300) } }]),
);
const keys = join(dir, 'keys.json');
writeFileSync(keys, JSON.stringify(publicKeyAnswer));
const byRole = { type: 'AssumedRole', arn: `arn:aws:sts::${account}:assumed-role/app/x`, accountId: account };
const hours = 80;
const busyIn = (bucket: string) =>
  signedTrail({
    bucket,
    accountId: account,
    hours,
    files: Object.fromEntries(Array.from({ length: hours }, (_, hour) => [hour, hour % 8 === 0 ? 1 : 0])),
    records: (hour) => [record({ userIdentity: byRole, recipientAccountId: account, eventTime: hourText(hour) })],
  });
const quietIn = (bucket: string) => signedTrail({ bucket, accountId: account, hours, region: 'us-east-1' });

describe.skipIf(!hasMoto)('the proof of a bucket, where moto_server is installed', () => {
  let moto: MotoServer;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  const scan = async (url: string, data: string, ...more: string[]) => {
    const args = ['scan', '--trail', url, '--data', join(dir, data), '--credential-report', report, '--threshold', '2'];
    const how = ['--now', '2026-11-23T08:00:00Z', '--format', 'json', '--public-keys', keys, '--prove', ...more];
    const { stdout, stderr, code } = await runCli(dir, [...args, ...how], { AWS_ENDPOINT_URL: moto.endpoint });
    return { ...JSON.parse(stdout), stderr, code };
  };
  const bucketWith = async (name: string, objects: ReadonlyMap<string, SignedObject>) => {
    const { client, url } = await makeBucket(moto.endpoint, name);
    const put = ([Key, { bytes, metadata }]: [string, SignedObject]) =>
      client.send(new PutObjectCommand({ Bucket: name, Key, Body: bytes, Metadata: { ...metadata } }));
    await pMap(objects, put, { concurrency: 16 });
    client.destroy();
    return url;
  };

  it('is whole, also of a Region without a log file, and of a second scan that reads only the last days', async () => {
    const url = await bucketWith('logs', new Map([...busyIn('logs'), ...quietIn('logs')]));
    const first = await scan(url, 'whole');
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.accounts[0].proof).toMatchObject({ kind: 'whole', regions: 2 });
    expect(first.users[0]).toMatchObject({ state: 'idle', proof: 'whole', corroborated: true });
    expect(first.records.digests.digests).toEqual({ valid: 2 * hours, invalid: 0, missing: 0, unsigned: 0 });
    const second = await scan(url, 'whole');
    expect([second.code, second.users[0].proof]).toEqual([0, 'whole']);
    expect(second.records.archive.alreadyRead).toBeGreaterThan(0);
    expect(second.records.digests.logFiles).toMatchObject({ altered: 0, missing: 0 });
  });

  it('names what was removed, and ends with 2', async () => {
    const trail = new Map([...busyIn('robbed'), ...quietIn('robbed')]);
    const removed =
      [...trail.keys()].find((key) => key.includes('_CloudTrail_') && key.includes('20261121T0800')) ?? '';
    const objects = new Map([...trail].filter(([key]) => key !== removed));
    objects.delete(digestKey({ accountId: account }, 30));
    const url = await bucketWith('robbed', objects);
    const { code, stderr, users, records } = await scan(url, 'robbed', '--again');
    expect(code).toBe(2);
    expect(stderr).toContain(`trail altered: log file missing: s3://robbed/${removed}`);
    expect(users[0].proof).not.toBe('whole');
    expect(records.digests.logFiles.missing).toBe(1);
  });
});

it('where every digest is of folders that earlier scans finished, there is nothing to prove and nothing is wrong', async () => {
  const trail = bucketTrail(
    { bucket: 'logs', prefix: '' },
    {
      list: async () => ({
        folders: [],
        objects: [{ key: digestKey({ accountId: account }, 0), sizeBytes: 1, mark: '' }],
        next: undefined,
      }),
      open: async ({ object }) => {
        const { bytes = Buffer.alloc(0), metadata = {} } = busyIn('logs').get(object) ?? {};
        return { kind: 'open', bytes: Readable.from([bytes]), sizeBytes: bytes.length, metadata, close: () => {} };
      },
    },
  );
  const ports = { verifySignature, publicKeys: () => expect.fail('no key is needed') };
  expect((await trail.findDigests()).digests[0]?.digest.logFiles).toHaveLength(1);
  expect(await proveArchive(trail, { logFiles: [], folders: new Set() }, [], ports)).toBeUndefined();
});
