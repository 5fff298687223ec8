import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FaultyProxy, type S3Refusal, startFaultyProxy } from '../fakes/faulty-proxy.ts';
import { hasMoto, type MotoServer, startMoto } from '../fakes/moto/moto-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call, daysAgo, now, reportOf, write } from './inputs.ts';
import { runCli } from './run-cli.ts';
import { keyOf, logBytes, makeBucket, type TestBucket } from './s3-archive.ts';

const dir = temporaryFolder();
const report = write(
  dir,
  'report.csv',
  reportOf([{ user: 'alice' }, { user: 'bob', key: { created: daysAgo(700), used: daysAgo(300) } }]),
);
const alice = call('alice', daysAgo(1));

describe.skipIf(!hasMoto)('an archive in S3 that does not answer as it should', () => {
  let moto: MotoServer;
  let proxy: FaultyProxy;
  let buckets = 0;
  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultyProxy(moto.endpoint);
  });
  afterAll(() => proxy.stop().then(moto.stop));
  afterEach(() => {
    proxy.refuse = () => undefined;
  });

  const run = (args: readonly string[], env: Record<string, string | undefined> = {}) =>
    runCli(dir, args, { AWS_ENDPOINT_URL: proxy.endpoint, AWS_MAX_ATTEMPTS: '1', ...env });
  const scan = async (bucket: TestBucket) => {
    const args = ['scan', '--trail', bucket.url, '--credential-report', report, '--now', now];
    const { stdout, ...rest } = await run([...args, '--data', join(dir, bucket.url.slice(5)), '--format', 'json']);
    const { users, records, missing } = JSON.parse(stdout);
    const states = users.map(({ userName, state }: { userName: string; state: string }) => [userName, state]);
    return { ...rest, states: Object.fromEntries(states), records, missing };
  };
  const newBucket = () => makeBucket(moto.endpoint, `refusals-${++buckets}`);
  const refuse = (part: string, refusal: S3Refusal) => {
    proxy.refuse = (request) => (decodeURIComponent(request).includes(part) ? refusal : undefined);
  };

  it('leaves nobody unused while an object cannot be read, and asks for that one alone until it can', async () => {
    const bucket = await newBucket();
    const [good, bad] = [keyOf(daysAgo(30)), keyOf(daysAgo(30))];
    await bucket.putLogs(new Map([good, bad].map((key) => [key, [alice]])));
    refuse(`${bad}?x-id=GetObject`, { status: 403, code: 'AccessDenied' });
    for (const [alreadyRead, files] of [
      [0, 2],
      [1, 1],
    ]) {
      const denied = await scan(bucket);
      expect(denied.states).toEqual({ alice: 'active', bob: 'unknown' });
      expect(denied.records).toMatchObject({ files, archive: { objects: 2, alreadyRead } });
      expect(denied.missing).toEqual([`${bucket.url}/${bad}: AccessDenied: s3:GetObject or kms:Decrypt is missing`]);
      expect(denied.code).toBe(2);
    }
    proxy.refuse = () => undefined;
    const allowed = await scan(bucket);
    expect(allowed).toMatchObject({ code: 0, stderr: '', states: { alice: 'active', bob: 'idle' } });
    expect(allowed.records.archive).toMatchObject({ objects: 2, alreadyRead: 1 });
    expect((await scan(bucket)).records.archive).toMatchObject({ objects: 2, alreadyRead: 2 });
  });

  it.each([
    ['KMS.DisabledException', 400, 'KMS.DisabledException: s3:GetObject or kms:Decrypt is missing'],
    ['NoSuchKey', 404, 'was listed and is gone (NoSuchKey)'],
    ['InvalidObjectState', 403, 'is in an archive tier (InvalidObjectState): restore it first'],
  ])('names an object that is answered with %s', async (code, status, why) => {
    const bucket = await newBucket();
    const [good, bad] = [keyOf(daysAgo(1)), keyOf(daysAgo(2))];
    await bucket.putLogs(new Map([good, bad].map((key) => [key, [alice]])));
    refuse(`${bad}?x-id=GetObject`, { status, code });
    const { missing, states, records } = await scan(bucket);
    expect(missing).toEqual([`${bucket.url}/${bad}: ${why}`]);
    expect(states).toEqual({ alice: 'active', bob: 'unknown' });
    expect(records).toMatchObject({ received: 1, files: 2 });
  });

  it.each([
    { what: 'no gzip', bytes: Buffer.from('<html>'), why: /not JSON/ },
    { what: 'cut off', bytes: logBytes([alice]).subarray(0, -20), why: /gzip data ends in the middle/ },
    { what: 'empty', bytes: Buffer.alloc(0), why: /is empty/ },
    {
      what: 'a bomb',
      bytes: Buffer.concat(Array(4).fill(gzipSync(Buffer.alloc(150_000_000, ' ')))),
      why: /inflates to more than 200/,
    },
  ])('reads an object again that is $what, and calls nobody unused before it is sound', async ({ bytes, why }) => {
    const bucket = await newBucket();
    const [good, bad] = [keyOf(daysAgo(30)), keyOf(daysAgo(30))];
    await bucket.putLogs(new Map([[good, [alice]]]));
    await bucket.put(bad, bytes);
    for (const alreadyRead of [0, 1]) {
      const { states, records } = await scan(bucket);
      expect(states).toEqual({ alice: 'active', bob: 'unknown' });
      expect(records.archive).toMatchObject({ objects: 2, alreadyRead });
      expect(records.unreadable).toEqual([{ file: `${bucket.url}/${bad}`, why: expect.stringMatching(why) }]);
    }
    await bucket.put(bad, logBytes([]));
    expect(await scan(bucket)).toMatchObject({ code: 0, states: { alice: 'active', bob: 'idle' } });
    expect((await scan(bucket)).records.archive).toMatchObject({ objects: 2, alreadyRead: 2 });
  });

  it('reads a record that nobody can read once, and calls its user unused never', async () => {
    const bucket = await newBucket();
    await bucket.putLogs(new Map([[keyOf(daysAgo(30)), [alice, call('bob', 'garbage')]]]));
    for (const alreadyRead of [0, 1]) {
      const { states, records } = await scan(bucket);
      expect(states).toEqual({ alice: 'active', bob: 'unknown' });
      expect(records).toMatchObject({ malformed: 1 - alreadyRead, archive: { objects: 1, alreadyRead } });
    }
  });

  it('names a folder that it may not list, and goes on', async () => {
    const bucket = await newBucket();
    await bucket.putLogs(new Map([keyOf(daysAgo(1)), keyOf(daysAgo(1), 'us-east-1')].map((key) => [key, [alice]])));
    refuse('prefix=AWSLogs/111122223333/CloudTrail/us-east-1/', { status: 403, code: 'AccessDenied' });
    const { missing, states, records } = await scan(bucket);
    const folder = `${bucket.url}/AWSLogs/111122223333/CloudTrail/us-east-1/`;
    expect(missing).toEqual([`${folder}: AccessDenied: s3:ListBucket is missing; what lies below was not read`]);
    expect({ states, received: records.received }).toEqual({
      states: { alice: 'active', bob: 'unknown' },
      received: 1,
    });
  });

  it('gives up where every object is denied', async () => {
    const bucket = await newBucket();
    await bucket.putLogs(new Map([...Array(110).keys()].map((): [string, unknown[]] => [keyOf(daysAgo(1)), [alice]])));
    refuse('x-id=GetObject', { status: 403, code: 'AccessDenied' });
    const { code, stderr } = await run(['scan', '--trail', bucket.url, '--data', 'denied']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^lastseen: s3:\/\/[^\n]+AccessDenied on each of the first 100 objects[^\n]+\n$/),
    });
  });

  it.each([
    ['AccessDenied', 403, {}, 2, /AccessDenied; s3:ListBucket on the bucket .* are needed/],
    ['InvalidAccessKeyId', 403, {}, 2, /no valid AWS credentials \(InvalidAccessKeyId\); set AWS_PROFILE/],
    ['ExpiredToken', 400, {}, 2, /no valid AWS credentials \(ExpiredToken\)/],
    [
      'PermanentRedirect',
      301,
      { 'x-amz-bucket-region': 'eu-west-3' },
      2,
      /another Region than us-east-1: eu-west-3; set/,
    ],
    [
      'AuthorizationHeaderMalformed',
      400,
      { message: "expecting 'ap-south-1'" },
      2,
      /another Region than us-east-1: ap-/,
    ],
    ['SlowDown', 503, {}, 75, /did not answer \(SlowDown\).* try again: finished objects are not read again/],
  ])('says in one line what %s on the bucket means', async (code, status, more, exitCode, words) => {
    const { message, ...headers } = more as { message?: string };
    refuse('list-type=2', { status, code, headers, ...(message !== undefined && { message }) });
    const result = await run(['scan', '--trail', 's3://some-bucket/x', '--data', 'refused']);
    expect({ code: result.code, stderr: result.stderr, stdout: result.stdout }).toEqual({
      code: exitCode,
      stderr: expect.stringMatching(/^lastseen: s3:\/\/some-bucket\/x\/: [^\n]+\n$/),
      stdout: '',
    });
    expect(result.stderr).toMatch(words);
  });

  it.each([
    ['a bucket that does not exist', 's3://nobodys', {}, 2, /there is no such bucket; check the name given to --trail/],
    ['an endpoint that is not there', 's3://some', { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, 75, /ECONNREFUSED/],
    [
      'a Region that does not exist',
      's3://some',
      { AWS_ENDPOINT_URL: undefined, AWS_REGION: 'eu-wset-1' },
      75,
      /AWS_REGION \(eu-wset-1\)/,
    ],
    ['no Region', 's3://some', { AWS_REGION: undefined, AWS_CONFIG_FILE: '/dev/null' }, 2, /no AWS Region is set/],
    ['no credentials', 's3://some', { ...noCredentials() }, 2, /no valid AWS credentials/],
  ])('%s is told in one line', async (_, url, env, code, words) => {
    const result = await run(['scan', '--trail', url, '--data', 'nothing'], env);
    expect(result.stderr).toMatch(/^lastseen: s3:\/\/[^\n]+\n$/);
    expect(result.stderr).toMatch(words);
    expect(result.code).toBe(code);
  });

  it.each([
    [['--trail', 's3://some_bucket'], /s3:\/\/some_bucket: give s3:\/\/BUCKET/],
    [['--trail', 's3:/bucket'], /give s3:\/\/BUCKET/],
    [['--trail', 's3://some', '--since', 'monday'], /--since monday: give a day like/],
    [['--trail', 's3://some', '--since', '2026-11-02', '--until', '2026-11-02'], /the end must come after the start/],
    [['--trail', 's3://some', '--accounts', '1234'], /--accounts 1234: give the 12 digits/],
    [['--trail', '.', '--since', '2026-11-02'], /need --trail s3/],
  ])('wrong usage is told before anything is asked: %j', async (args, words) => {
    proxy.requests.length = 0;
    const { code, stderr } = await run(['scan', ...args, '--data', 'usage']);
    expect({ code, requests: proxy.requests }).toEqual({ code: 2, requests: [] });
    expect(stderr).toMatch(words);
  });

  it('a prefix without logs is told', async () => {
    const bucket = await newBucket();
    await bucket.put('notes/readme.txt', 'x');
    const { code, stderr } = await run(['scan', '--trail', `${bucket.url}/nothing`, '--data', 'empty']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/nothing\/: no log files here; give/) });
  });
});

function noCredentials() {
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'];
  const files = { AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_CONFIG_FILE: '/dev/null' };
  return { ...Object.fromEntries(names.map((name) => [name, undefined])), ...files, AWS_EC2_METADATA_DISABLED: 'true' };
}
