import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hourOf } from '../../../domain/coverage/proven-hours.ts';
import { readPublicKeys } from '../../../domain/digests/public-key.ts';
import type { Region } from '../../../domain/ids.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { scanReport } from '../../../handlers/report/scan-report.ts';
import { scan } from '../../../handlers/scan/scan.ts';
import { readTrail } from '../../../handlers/trail/read-trail.ts';
import type { CheckedTrail } from '../../../handlers/trail/trail-reading.ts';
import { NoPublicKeys, proveTrail } from '../../../handlers/verify/prove-trail.ts';
import { verifySignature } from '../../../infra/trail/digests/verify-signature.ts';
import { account, daysAgo, iamUser, instant, now, password, record } from '../../domain/builders.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import {
  digestKey,
  hourText,
  publicKeyAnswer,
  type SignedObject,
  signedTrail,
  type TrailPlan,
} from '../../fakes/trail/signed-trail.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

type Objects = ReadonlyMap<string, SignedObject>;

const question = { now, thresholdDays: 2 };
const accountId = '123456789012';
/** Digests from 2026-11-20T00:00Z on; the last one has no signature at hand, and ends an hour before the question. */
const hours = 79;
/** Of the window of two days, the hours up to a day before the newest signed digest. */
const windowHours = 22;
const byRole = { type: 'AssumedRole', arn: `arn:aws:sts::${accountId}:assumed-role/app/x`, accountId };

let serial = 0;
const call = (hour: number, changes: JsonObject = {}) => {
  serial++;
  const eventID = `00000000-0000-0000-0000-${String(serial).padStart(12, '0')}`;
  return record({ userIdentity: byRole, eventTime: hourText(hour).replace(':00:00Z', ':30:00Z'), eventID, ...changes });
};
const reading = (hour: number) => call(hour);
const writing = (hour: number) => call(hour, { readOnly: false, eventName: 'CreateBucket' });
const trailCall =
  (eventName: string, requestParameters: JsonObject, changes: JsonObject = {}) =>
  (hour: number) =>
    call(hour, { eventName, eventSource: 'cloudtrail.amazonaws.com', readOnly: false, requestParameters, ...changes });
const selecting = (readWriteType: string, more: JsonObject = {}) =>
  trailCall('PutEventSelectors', {
    trailName: 'main_trail',
    eventSelectors: [{ readWriteType, includeManagementEvents: true, excludeManagementEventSources: [], ...more }],
  });

/** A file every two hours with these records; a reading call where nothing else is said. */
function busy(
  recordsAt: (hour: number) => readonly object[] = (hour) => [reading(hour)],
  more: Partial<TrailPlan> = {},
) {
  const files = Object.fromEntries(Array.from({ length: hours }, (_, hour) => [hour, hour % 2]));
  return signedTrail({ accountId, hours, files, records: recordsAt, ...more });
}
const quiet = (more: Partial<TrailPlan> = {}) => signedTrail({ accountId, hours, region: 'us-east-1', ...more });
const both = (a: Objects, b: Objects = quiet()): Objects => new Map([...a, ...b]);

/** Records that a rule puts at certain hours, beside the reading calls of every file. */
const withCalls = (calls: { readonly [hour: number]: (hour: number) => object }) =>
  busy((hour) => [reading(hour), ...(calls[hour] === undefined ? [] : [calls[hour](hour)])]);

async function folderOf(objects: Objects): Promise<string> {
  const root = temporaryFolder();
  for (const [key, { bytes }] of objects) {
    await mkdir(dirname(join(root, key)), { recursive: true });
    await writeFile(join(root, key), bytes);
  }
  return root;
}

const keys = readPublicKeys(publicKeyAnswer) ?? new Map<string, string>();
const inventory = {
  accounts: [account()],
  users: [iamUser({ createdAt: daysAgo(400), credentials: [password({ createdAt: daysAgo(400) })] })],
  roots: [],
  missing: [],
  incomplete: [],
  notJudged: [],
  notes: [],
};

async function scanned(objects: Objects | string, { table = memoryLastSeenTable(), withKeys = true } = {}) {
  const root = typeof objects === 'string' ? objects : await folderOf(objects);
  const { evidence, ...read } = await readTrail([root], now, { bytes: () => {}, file: () => {} });
  const publicKeys = async () => {
    if (!withKeys) throw new NoPublicKeys('give keys');
    return keys;
  };
  const changes = [...read.fold.trailChanges.values()];
  const checked: CheckedTrail | undefined =
    evidence && (await proveTrail(evidence, changes, { verifySignature, publicKeys }));
  const trail = { ...read, checked };
  const done = await scan(trail, inventory, { question, exemptions: [] }, table);
  const report = scanReport(done, trail, inventory, { question, exemptions: [] });
  const { watches } = await table.readAccount(account());
  const provenIn = (region: string) => watches.get(region as Region)?.proof;
  return { report, table, provenIn, writes: done.writes, user: report.users[0], account: report.accounts[0] };
}

const hourIn = (hour: number) => hourOf(instant(hourText(hour)));

describe('a quiet Region beside a busy one', () => {
  it('is proven by its digests, and the verdict says so', async () => {
    const { user, account: judged, provenIn } = await scanned(both(busy()));
    expect(user).toMatchObject({ state: 'idle', corroborated: true, proof: 'whole' });
    expect(user?.reason).toContain(
      `no call in ${windowHours} of ${windowHours} hours and 2 of 2 Regions, log files signed by CloudTrail (selectors not seen)`,
    );
    expect(judged?.proof).toMatchObject({ kind: 'whole', hours: windowHours, regions: 2, selectorsSeen: false });
    expect(provenIn('us-east-1')).toMatchObject({ end: hourIn(hours - 1 - 24) });
  });

  it('is not known without its digests, and nothing else of the answer differs from one without any', async () => {
    const logs = new Map([...busy()].filter(([key]) => !key.includes('Digest')));
    const { user, report, account: judged, provenIn } = await scanned(logs);
    expect(user).toMatchObject({ state: 'idle', corroborated: true, proof: 'none' });
    expect(user?.reason).not.toContain('signed');
    expect([judged?.proof, report.records.digests, provenIn('eu-west-1')]).toEqual([undefined, undefined, undefined]);
  });

  it('is not proven without public keys, which is no failure', async () => {
    const { user, report } = await scanned(both(busy()), { withKeys: false });
    expect(user).toMatchObject({ proof: 'none' });
    expect(report.records.digests).toEqual({ checked: false, why: 'give keys', found: 2 * hours });
    expect(report.missing).toEqual([]);
  });

  it('is proven a second time without a write', async () => {
    const root = await folderOf(both(busy()));
    const first = await scanned(root);
    const again = await scanned(root, { table: first.table });
    expect([again.writes, again.user?.proof]).toEqual([0, 'whole']);
  });

  it('is proven where the folders above were lost, and not where a file lies elsewhere', async () => {
    const below = (folder: string) =>
      new Map([...both(busy())].map(([key, object]) => [key.replace(/^AWSLogs\/\d+/, folder), object]));
    expect((await scanned(below('.'))).user).toMatchObject({ proof: 'whole' });
    const { user, report } = await scanned(below('elsewhere'));
    expect(user).toMatchObject({ proof: 'none' });
    expect(report.missing).toEqual([]);
    expect(report.records.digests).toMatchObject({ digests: { valid: 0, invalid: 2 * hours } });
  });
});

describe('what was altered or removed is named, and takes its hours and the day before out of the proof', () => {
  const objects = both(busy());
  const logAt = (hour: number) =>
    [...objects.keys()].find(
      (key) =>
        key.includes(`_CloudTrail_eu-west-1_`) && key.includes(hourText(hour).replaceAll(/[-:]/g, '').slice(0, 11)),
    ) ?? '';
  const spoiled = [
    ['a log file that is missing', logAt(41), undefined, 'log file missing'],
    ['a log file that is altered', logAt(41), gzipSync('{"Records":[]}'), 'log file altered'],
    ['a log file that cannot be read', logAt(41), Buffer.from('no gzip'), 'log file unreadable'],
    ['a digest that is altered', digestKey({ accountId }, 41), gzipSync('{"a":1}'), 'digest altered or unreadable'],
  ] as const;

  it.each(spoiled)('%s', async (_, key, bytes, words) => {
    const changed = new Map(objects);
    if (bytes === undefined) changed.delete(key);
    else changed.set(key, { bytes, metadata: {} });
    const { report, user, provenIn } = await scanned(changed);
    expect(report.missing.join('\n')).toContain(`trail altered: ${words}`);
    expect(report.missing.join('\n')).toContain(basename(key));
    expect(user?.proof).not.toBe('whole');
    const proven = provenIn('eu-west-1')?.hours;
    expect([15, 17, 40, 41, 42].map((hour) => proven?.has(hourIn(hour)))).toEqual([true, false, false, false, true]);
    expect(provenIn('us-east-1')?.hours.has(hourIn(41))).toBe(true);
  });

  it('a digest that is missing breaks the proof and is told, and is no sign of an alteration', async () => {
    const changed = new Map(objects);
    changed.delete(digestKey({ accountId }, 41));
    const { report, provenIn } = await scanned(changed);
    expect(report.missing).toEqual([]);
    expect(report.records.digests).toMatchObject({ digests: { missing: 1 } });
    expect(provenIn('eu-west-1')?.hours.has(hourIn(40))).toBe(false);
  });
});

describe('silence in the log files is silence of the users only while the trail recorded their calls', () => {
  it('a trail that records no reading call proves nothing', async () => {
    const { provenIn, user } = await scanned(both(busy((hour) => [writing(hour)])));
    expect([provenIn('eu-west-1'), provenIn('us-east-1'), user?.proof]).toEqual([undefined, undefined, 'none']);
  });

  it('a reading call that another trail delivered does not speak for this one', async () => {
    const other = busy((hour) => [reading(hour)], { prefix: 'other/' });
    const logs = [...other].filter(([key]) => !key.includes('Digest'));
    const { provenIn } = await scanned(both(new Map([...busy((hour) => [writing(hour)]), ...logs])));
    expect(provenIn('us-east-1')).toBeUndefined();
  });

  it('a reading call proves its own day alone, in all Regions of the trail', async () => {
    const { provenIn } = await scanned(both(busy((hour) => [hour >= 24 && hour < 48 ? reading(hour) : writing(hour)])));
    for (const region of ['eu-west-1', 'us-east-1']) {
      const proven = [23, 24, 47, 48].map((hour) => provenIn(region)?.hours.has(hourIn(hour)));
      expect(proven).toEqual([false, true, true, false]);
    }
  });

  it('selectors in the trail itself make it known that no source is left out', async () => {
    const { provenIn, account: judged } = await scanned(both(withCalls({ 3: selecting('All') })));
    expect(judged?.proof).toMatchObject({ kind: 'whole', selectorsSeen: true });
    const seen = [2, 3, 4].map((hour) => provenIn('us-east-1')?.selectorHours.has(hourIn(hour)));
    expect(seen).toEqual([false, false, true]);
  });

  it.each([
    ['only writes', selecting('WriteOnly')],
    ['without a source', selecting('All', { excludeManagementEventSources: ['kms.amazonaws.com'] })],
    ['in a form that is not known', trailCall('PutEventSelectors', { trailName: 'main_trail', eventSelectors: 'all' })],
    ['without global services', trailCall('UpdateTrail', { name: 'main_trail', includeGlobalServiceEvents: false })],
    ['no more', trailCall('StopLogging', { name: `arn:aws:cloudtrail:eu-west-1:${accountId}:trail/main_trail` })],
    ['no more, since it was deleted', trailCall('DeleteTrail', { name: 'main_trail' })],
  ])('from a change on to record %s, its hours are not proven', async (_, change) => {
    const { provenIn, user } = await scanned(both(withCalls({ 31: change })));
    const proven = [30, 31, 32, 50].map((hour) => provenIn('us-east-1')?.hours.has(hourIn(hour)));
    expect(proven).toEqual([true, false, false, false]);
    expect(user?.proof).toBe('none');
  });

  it('a change that failed, or of another trail, changes nothing', async () => {
    const failed = trailCall('StopLogging', { name: 'main_trail' }, { errorCode: 'AccessDenied' });
    const other = trailCall('StopLogging', { name: 'another' });
    const { user } = await scanned(both(withCalls({ 31: failed, 33: other })));
    expect(user?.proof).toBe('whole');
  });

  it('is proven again once it records everything again', async () => {
    const calls = {
      5: selecting('WriteOnly'),
      31: selecting('All'),
      33: trailCall('StartLogging', { name: 'main_trail' }),
    };
    const { provenIn } = await scanned(both(withCalls(calls)));
    const proven = [4, 5, 30, 31, 32].map((hour) => provenIn('us-east-1')?.hours.has(hourIn(hour)));
    expect(proven).toEqual([true, false, false, false, true]);
  });
});

it('to take any file away never adds a proven hour, and files may be read in any order and twice', async () => {
  const objects = both(busy());
  const whole = await scanned(objects);
  const names = [...objects.keys()];
  const hoursOf = ({ provenIn }: typeof whole) =>
    ['eu-west-1', 'us-east-1'].flatMap((region) =>
      [...(provenIn(region)?.hours ?? [])].map((hour) => `${region} ${hour}`),
    );
  const all = new Set(hoursOf(whole));
  await fc.assert(
    fc.asyncProperty(fc.subarray(names, { minLength: 1, maxLength: 3 }), async (removed) => {
      const left = new Map([...objects].filter(([key]) => !removed.includes(key)));
      const found = await scanned(left);
      expect(hoursOf(found).every((hour) => all.has(hour))).toBe(true);
      const after = await scanned(objects, { table: found.table });
      expect(new Set(hoursOf(after))).toEqual(all);
    }),
    { numRuns: 5 },
  );
});
