import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../e2e/run-cli.ts';
import { hasMoto, type MotoServer, startMoto } from '../../fakes/moto/moto-server.ts';
import { realClockEnv } from '../../fakes/moto/real-clock.ts';
import { damagedTrails, judgedOtherwise } from '../../fakes/trail/damaged-trails.ts';
import { publicKeysBetween, type SignedObject } from '../../fakes/trail/signed-trail.ts';
import { isInstalled } from '../../stack/installed.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const hasAws = hasMoto && isInstalled('aws');

/** What both tools say of one trail. */
interface Verdict {
  readonly digests: readonly [valid: number, invalid: number];
  readonly logFiles: readonly [valid: number, invalid: number];
  readonly gaps: number;
}

/** All of them with `LASTSEEN_ORACLE=all`; each takes the AWS CLI some two seconds. */
const fewNames = ['nothing', 'digest 3 removed', 'digest 1 altered', 'log file 0 altered', 'logging off for two hours'];
const isAll = process.env['LASTSEEN_ORACLE'] === 'all';
const names = isAll ? [...damagedTrails.keys()] : fewNames;

/** What ours says where it differs. */
const ours: { readonly [name: string]: Verdict } = {
  // A hash is of the text: who unpacks a file alters nothing.
  'digest 3 unpacked': { digests: [6, 0], logFiles: [3, 0], gaps: 0 },
  'log file 0 unpacked': { digests: [6, 0], logFiles: [3, 0], gaps: 0 },
  // A reader of several gzip members would see other records than those that were hashed.
  'log file 0 with bytes behind the gzip': { digests: [6, 0], logFiles: [2, 1], gaps: 0 },
  // The next digest holds the signature too.
  'digest 3 without metadata': { digests: [6, 0], logFiles: [3, 0], gaps: 0 },
  // Two digests name log files by a hash that nobody here can compute.
  'an unknown hash algorithm': { digests: [4, 2], logFiles: [0, 0], gaps: 0 },
  // Every digest is checked, not only those that the chain leads to.
  'digest 3 altered, in a second place': { digests: [6, 1], logFiles: [3, 0], gaps: 0 },
};

describe.skipIf(!hasAws)('verify beside aws cloudtrail validate-logs, where both are installed', () => {
  let moto: MotoServer;
  let keys: Server;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    moto = await startMoto();
    keys = createServer((request, response) => answerKeys(request).then((answer) => response.end(answer)));
    await new Promise<void>((done) => keys.listen(0, '127.0.0.1', done));
    const { port } = keys.address() as AddressInfo;
    const endpoints = {
      AWS_ENDPOINT_URL_S3: moto.endpoint,
      AWS_ENDPOINT_URL_CLOUDTRAIL: `http://127.0.0.1:${port}`,
    };
    env = { ...endpoints, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'eu-west-1' };
  });
  afterAll(async () => {
    keys.close();
    await moto.stop();
  });

  it.each(names)(
    'says the same of: %s',
    async (name) => {
      await refill(moto.endpoint, damagedTrails.get(name) ?? new Map());
      const [theirs, found] = await Promise.all([validateLogs(env), verify(env)]);
      expect(found).toEqual(theirs);
    },
    60_000,
  );

  it.each(isAll ? [...judgedOtherwise] : [])(
    'says something else, on purpose, of: %s',
    async (name, objects) => {
      await refill(moto.endpoint, objects);
      const [theirs, found] = await Promise.all([validateLogs(env), verify(env)]);
      expect(found).toEqual(ours[name]);
      expect(found).not.toEqual(theirs);
    },
    60_000,
  );
});

/** The keys of the time that is asked for. AWS's JSON has times as seconds. */
async function answerKeys(request: IncomingMessage): Promise<string> {
  const { StartTime, EndTime } = JSON.parse(await text(request));
  const { PublicKeyList } = publicKeysBetween(StartTime, EndTime);
  const listed = PublicKeyList.map((key) => ({
    ...key,
    ValidityStartTime: Date.parse(key.ValidityStartTime) / 1000,
    ValidityEndTime: Date.parse(key.ValidityEndTime) / 1000,
  }));
  return JSON.stringify({ PublicKeyList: listed });
}

async function refill(endpoint: string, objects: ReadonlyMap<string, SignedObject>): Promise<void> {
  await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: 'logs' }));
  for (const [Key, { bytes, metadata }] of objects) {
    await client.send(new PutObjectCommand({ Bucket: 'logs', Key, Body: bytes, Metadata: { ...metadata } }));
  }
  client.destroy();
}

const since = '2026-11-20T00:00:00Z';
const until = '2026-11-20T06:00:00Z';

async function verify(env: NodeJS.ProcessEnv): Promise<Verdict> {
  const args = ['verify', '--trail', 's3://logs', '--since', since, '--until', until, '--format', 'json'];
  const { stdout, stderr } = await runCli(temporaryFolder(), args, env);
  expect(stderr).toBe('');
  const { digests, logFiles, gaps } = JSON.parse(stdout);
  return {
    digests: [digests.valid, digests.invalid + digests.missing],
    logFiles: [logFiles.valid, logFiles.altered + logFiles.missing + logFiles.unreadable],
    gaps: gaps.filter(({ why }: { why: string }) => why === 'starting-digest').length,
  };
}

async function validateLogs(env: NodeJS.ProcessEnv): Promise<Verdict> {
  const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main_trail';
  const times = ['--start-time', since, '--end-time', until];
  const args = ['cloudtrail', 'validate-logs', '--trail-arn', arn, '--s3-bucket', 'logs', ...times, '--verbose'];
  const child = spawn('aws', [...args, '--region', 'eu-west-1'], { env: { ...realClockEnv(), ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += `${chunk}`));
  await new Promise((done) => child.once('close', done));
  expect(said).toContain('Results requested for');
  const count = (pattern: RegExp) => said.match(pattern)?.length ?? 0;
  return {
    digests: [
      count(/^(?:\(backfill\) )?Digest file\t\S+\tvalid$/gm),
      count(/^(?:\(backfill\) )?Digest file\t\S+\tINVALID/gm),
    ],
    logFiles: [count(/^Log file\t\S+\tvalid$/gm), count(/^Log file\t\S+\tINVALID/gm)],
    gaps: count(/^No log files were delivered/gm),
  };
}
