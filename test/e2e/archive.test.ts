import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultyProxy, startFaultyProxy } from '../fakes/faulty-proxy.ts';
import { hasMoto, type MotoServer, startMoto } from '../fakes/moto/moto-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { faultsOf } from './answer-faults.ts';
import { account, call, daysAgo, detailsOf, now, reportOf, write } from './inputs.ts';
import { runCli, startCli } from './run-cli.ts';
import { keyOf, makeBucket, type TestBucket } from './s3-archive.ts';

const dir = temporaryFolder();
const report = write(
  dir,
  'report.csv',
  reportOf([{ user: 'alice' }, { user: 'bob', key: { created: daysAgo(700), used: daysAgo(300) } }]),
);

describe.skipIf(!hasMoto)('an archive in S3, where moto_server is installed', () => {
  let moto: MotoServer;
  let proxy: FaultyProxy;
  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultyProxy(moto.endpoint);
  });
  afterAll(() => proxy.stop().then(moto.stop));

  const env = () => ({ AWS_ENDPOINT_URL: proxy.endpoint });
  const scan = async (data: string, url: string, ...more: string[]) => {
    proxy.requests.length = 0;
    const args = ['scan', '--trail', url, '--data', join(dir, data), '--now', now, '--format', 'json', ...more];
    const run = await runCli(dir, args, env());
    const answer = run.stdout === '' ? undefined : JSON.parse(run.stdout);
    return { ...run, answer, gets: getsOf(proxy), lists: listsOf(proxy) };
  };
  const bucketWith = async (name: string, logs: ReadonlyMap<string, readonly unknown[]>): Promise<TestBucket> => {
    const bucket = await makeBucket(moto.endpoint, name);
    await bucket.putLogs(logs);
    return bucket;
  };

  it('is read once: a second scan of the same bucket reads nothing, says so, and answers the same', async () => {
    const twice = call('alice', daysAgo(1));
    const bucket = await bucketWith(
      'twice',
      new Map([
        [keyOf(daysAgo(1)), [twice]],
        [keyOf(daysAgo(1), 'us-east-1'), [twice]],
        [keyOf(daysAgo(40)), [call('bob', daysAgo(40))]],
      ]),
    );
    const first = await scan('twice', bucket.url, '--credential-report', report);
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
    expect(first.answer.records).toMatchObject({ received: 3, recorded: 3, files: 3 });
    expect(faultsOf(first.answer)).toEqual([]);
    expect(first.answer.records.archive).toMatchObject({ objects: 3, alreadyRead: 0, bytes: expect.any(Number) });
    expect(first.gets).toHaveLength(3);
    const second = await scan('twice', bucket.url, '--credential-report', report);
    expect(second.gets).toEqual([]);
    expect(second.answer.records).toMatchObject({ received: 0, files: 0, archive: { objects: 3, alreadyRead: 3 } });
    expect(second.answer.users).toEqual(first.answer.users);
    expect(second.answer.writes).toBe(0);
    const shown = await runCli(dir, ['scan', '--trail', bucket.url, '--data', 'twice', '--now', now], env());
    expect(shown.stdout).toContain('nothing is new: earlier scans read 3 objects, this one 0');
    expect(shown.stdout).toContain('alice');
  });

  it('is where evidence finds its last event, and is compared with, in no more than the folders of its days', async () => {
    const logs = [
      [keyOf(daysAgo(2)), [call('alice', daysAgo(2), { eventID: 'last-event' })]],
      [keyOf(daysAgo(60)), [call('alice', daysAgo(60))]],
    ] as const;
    const bucket = await bucketWith('evidence', new Map(logs));
    const details = detailsOf([{ user: 'alice', id: 'AIDAALICE00000001', created: daysAgo(800) }]);
    await scan('evidence', bucket.url, '--authorization-details', write(dir, 'details.json', details));
    proxy.requests.length = 0;
    const from = ['--trail', bucket.url, '--data', 'evidence'];
    const exported = await runCli(dir, ['evidence', 'export', 'alice', ...from], env());
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    const [json = ''] = exported.stdout.split('\n');
    const { content } = JSON.parse(await readFile(join(dir, json), 'utf8'));
    const object = { status: 'found', object: expect.stringMatching(/^s3:\/\/evidence\/.*\.json\.gz$/) };
    expect(content.lastEvent).toMatchObject({ eventId: 'last-event', object });
    expect(new Set(getsOf(proxy)).size).toBe(1);
    const verify = () => runCli(dir, ['evidence', 'verify', json, '--trail', bucket.url], env());
    expect(await verify()).toMatchObject({ code: 0, stdout: expect.stringContaining('the log files say the same') });
    await bucket.putLogs(new Map([[keyOf(daysAgo(1)), [call('alice', daysAgo(1), { eventID: 'later' })]]]));
    expect(await verify()).toMatchObject({ code: 1, stdout: expect.stringContaining('show the user later') });
  });

  it('that goes on growing is read only where it grew', async () => {
    const bucket = await bucketWith('grows', new Map([[keyOf(daysAgo(0)), [call('alice', daysAgo(1))]]]));
    await scan('grows', bucket.url);
    await bucket.putLogs(new Map([[keyOf(daysAgo(0)), [call('bob', daysAgo(0))]]]));
    const { answer, gets } = await scan('grows', bucket.url);
    expect(gets).toHaveLength(1);
    expect(answer.records).toMatchObject({ received: 1, archive: { objects: 2, alreadyRead: 1 } });
    const names = answer.seenButNotInInventory.map(({ userName }: { userName: string }) => userName);
    expect(names.sort()).toEqual(['alice', 'bob']);
  });

  /** The largest bucket of these tests: on a busy machine its three scans take more than the usual minute. */
  const timeout = 240_000;

  it('killed in the middle goes on behind what was finished, and comes to the same', { timeout }, async () => {
    const logs = new Map<string, unknown[]>();
    for (let file = 0; file < 1000; file++) {
      const at = daysAgo(file % 30);
      logs.set(keyOf(at, file % 2 ? 'eu-west-1' : 'us-east-1'), [call(`user${file % 50}`, at)]);
    }
    const bucket = await bucketWith('killed', logs);
    proxy.requests.length = 0;
    const args = ['scan', '--trail', bucket.url, '--data', join(dir, 'killed'), '--now', now, '--format', 'json'];
    const child = startCli(dir, args, env());
    while (getsOf(proxy).length < 700) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await once(child, 'close');
    const before = getsOf(proxy);
    const rest = await scan('killed', bucket.url);
    expect(rest.code).toBe(0);
    expect(rest.gets.filter((get) => before.slice(0, 500).includes(get))).toEqual([]);
    expect(rest.gets).toHaveLength(500);
    expect(rest.answer.records.archive).toMatchObject({ objects: 1000, alreadyRead: 500 });
    const whole = await scan('whole', bucket.url);
    expect(whole.gets).toHaveLength(1000);
    expect(rest.answer.seenButNotInInventory).toEqual(whole.answer.seenButNotInInventory);
    expect(rest.answer.accounts).toEqual(whole.answer.accounts);
    expect((await scan('killed', bucket.url)).gets).toEqual([]);
  });

  it('is listed only where it was asked for', async () => {
    const other = '999988887777';
    const records = [call('alice', daysAgo(10))];
    const bucket = await bucketWith(
      'chosen',
      new Map([
        ...[5, 10, 11, 12, 40, 400].map((days): [string, unknown[]] => [keyOf(daysAgo(days)), records]),
        [keyOf(daysAgo(10), 'us-east-1'), records],
        [keyOf(daysAgo(10), 'eu-west-1', { of: other }), records],
        [keyOf(daysAgo(10), 'eu-west-1', { kind: 'CloudTrail-Digest' }), records],
        [keyOf(daysAgo(10), 'eu-west-1', { kind: 'CloudTrail-Insight' }), records],
      ]),
    );
    const chosen = ['--since', '2026-11-13', '--until', '2026-11-14', '--accounts', account, '--regions', 'eu-west-1'];
    const { answer, gets, lists } = await scan('chosen', bucket.url, ...chosen);
    expect(gets.map((get) => /eu-west-1\/(\d{4}\/\d\d\/\d\d)/.exec(get)?.[1]).sort()).toEqual([
      '2026/11/12',
      '2026/11/13',
    ]);
    expect(answer.records.skippedFiles).toEqual({ digest: 1, insight: 1, other: 0 });
    expect(lists.filter((prefix) => /Digest|Insight|us-east-1|9999|2025|11\/(?:18|11)/.test(prefix))).toEqual([]);
    expect(answer.accounts[0].coverage.gaps).toContainEqual(expect.objectContaining({ region: 'us-east-1' }));
    const later = await scan('chosen', bucket.url);
    expect(later.gets).toHaveLength(6);
  });

  it.each([
    ['', 2],
    ['mine', 2],
    ['mine/AWSLogs/', 2],
    [`mine/AWSLogs/o-abcde12345/${account}`, 2],
    [`mine/AWSLogs/o-abcde12345/${account}/CloudTrail/eu-west-1/`, 1],
    [`mine/AWSLogs/o-abcde12345/${account}/CloudTrail/eu-west-1/2026/11`, 1],
    [`mine/AWSLogs/o-abcde12345/${account}/CloudTrail/eu-west-1/2026/11/22/`, 1],
  ])('is read from any depth of its folders: %s', async (prefix, objects) => {
    const name = `deep-${prefix.length}`;
    const key = (region: string) =>
      keyOf('2026-11-22T08:00:00Z', region, { prefix: 'mine/' }).replace('AWSLogs/', 'AWSLogs/o-abcde12345/');
    const logs = [key('eu-west-1'), key('us-east-1')];
    const bucket = await bucketWith(name, new Map(logs.map((each) => [each, [call('alice', daysAgo(1))]])));
    const { answer, code, stderr } = await scan(name, `${bucket.url}/${prefix}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(answer.records.archive.objects).toBe(objects);
    const [first = ''] = logs;
    const one = await scan(`${name}-one`, `${bucket.url}/${first}`);
    expect(one.answer.records).toMatchObject({ received: 1, archive: { objects: 1 } });
  });
});

const requestsOf = ({ requests }: FaultyProxy) => requests.map((request) => request.split(' ')[1] ?? '');

/** The keys of objects that were asked for. */
const getsOf = (proxy: FaultyProxy) => requestsOf(proxy).filter((path) => path.includes('x-id=GetObject'));

/** The prefixes that were listed. */
const listsOf = (proxy: FaultyProxy) =>
  requestsOf(proxy)
    .filter((path) => path.includes('list-type=2'))
    .map((path) => new URL(path, 'http://s3').searchParams.get('prefix') ?? '');
