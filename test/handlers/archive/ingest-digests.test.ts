import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AlteredTrail } from '../../../domain/digests/altered-trail.ts';
import { alteredTrailEvent } from '../../../domain/digests/altered-trail.ts';
import { userEntry } from '../../../domain/sightings/entry.ts';
import { type Instant, plusDays, plusMinutes } from '../../../domain/time.ts';
import type { ArchiveContext } from '../../../handlers/archive/archive-ports.ts';
import { account, instant, now, record, recordBy, region, user } from '../../domain/builders.ts';
import { embeddedTables } from '../../fakes/embedded-dynamodb.ts';
import { flakyStore } from '../../fakes/flaky-table.ts';
import { sightingModel } from '../../fakes/sighting-model.ts';
import { proofsModel } from '../../fakes/trail/proofs-model.ts';
import { digestKey, hourText, type SignedObject } from '../../fakes/trail/signed-trail.ts';
import { archive, logFile, logKey } from './archive-world.ts';
import { hoursOf, isDigestKey, openIn, publicKeys, readingCall, trailOf } from './digest-world.ts';

const ended = (hour: number) => instant(hourText(hour + 1));
const digest = (hour: number) => digestKey({ accountId: account() }, hour);
const oneFile = {
  hours: 26,
  files: { 1: 1 },
  records: (hour: number) => [readingCall(hour), record({ eventTime: hourText(hour) })],
};

/** A bucket with these objects, at a time. */
function world(objects: Map<string, SignedObject>, changes: Partial<ArchiveContext> = {}) {
  const { table, proofs: proven, read } = sightingModel();
  const proofs = proofsModel(async (_, name) => proven.get(name));
  const published: AlteredTrail[] = [];
  const asked: string[] = [];
  const ports = {
    open: ({ key }: { key: string }) => openIn(objects)(key),
    proofs,
    listKeys: async (home: string) => {
      asked.push(home);
      return publicKeys;
    },
    publish: async (altered: AlteredTrail) => void published.push(altered),
    now,
    ...changes,
  };
  const at = (time: Instant, more: Partial<ArchiveContext> = {}) =>
    archive(table, {}, { ...ports, now: time, ...more });
  const keys = [...objects.keys()];
  const [log = ''] = keys.filter((key) => !isDigestKey(key));
  return { at, published, asked, proofs, keys, log, read, hours: () => hoursOf(proven).get(region()) ?? [] };
}

describe('a digest whose log file nobody has announced yet', () => {
  const soon = plusMinutes(ended(1), 29);
  const later = plusMinutes(ended(1), 30);
  let here: ReturnType<typeof world>;
  beforeEach(() => {
    here = world(trailOf(oneFile));
  });

  it('waits, and is no alarm; once the file came it is done', async () => {
    const waiting = { kind: 'waiting', why: '1 of 1 log files that it names were not read yet' };
    expect((await here.at(soon).take(digest(1))).outcomes).toEqual([waiting]);
    await here.at(soon).take(here.log);
    expect(here.proofs.remembered()).toBe(1);
    expect((await here.at(soon).take(digest(1))).outcomes).toEqual([{ kind: 'skipped', what: 'digest' }]);
    expect([here.published, here.proofs.remembered()]).toEqual([[], 1]);
  });

  it('need not wait where both come together, whichever is named first', async () => {
    const { outcomes } = await here.at(soon).take(digest(1), here.log);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['skipped', 'read']);
  });

  it('reads it half an hour after its end: nothing that is in the bucket is lost', async () => {
    const { outcomes, fold } = await here.at(later).take(digest(1));
    expect(outcomes).toEqual([{ kind: 'skipped', what: 'digest' }]);
    expect(fold.recorded).toBe(1);
    expect((await here.read()).lastSeen.has(userEntry(user()))).toBe(true);
  });

  it('reads it at once where all log files were read before, as in a backfill', async () => {
    expect((await here.at(soon, { digests: 'alone' }).take(digest(1), here.log)).outcomes).toEqual([
      { kind: 'skipped', what: 'digest' },
      { kind: 'skipped', what: 'other' },
    ]);
  });

  it('is left where no time is left, and one that was seen counts when it comes again', async () => {
    expect((await here.at(later, { hasTime: () => false }).take(digest(1))).outcomes).toEqual([{ kind: 'left' }]);
    await here.at(later).take(digest(1), digest(1));
    expect((await here.at(later).take(digest(1))).outcomes).toEqual([{ kind: 'skipped', what: 'digest' }]);
  });
});

/** When what was gathered at `now` is due. */
const sixHoursLater = plusMinutes(now, 6 * 60);

describe('the hours of a day', () => {
  it('are proven once the day after them is, in the Region of the digests, by the first digest six hours later', async () => {
    const here = world(trailOf(oneFile));
    await here.at(now).take(...here.keys.filter((key) => key !== digest(25)));
    await here.at(plusMinutes(now, 1)).take(digest(0));
    expect([here.hours(), here.proofs.remembered()]).toEqual([[], 1]);
    await here.at(sixHoursLater).take(digest(0));
    const first = Date.parse(hourText(0)) / 3_600_000;
    expect([here.hours(), here.proofs.remembered()]).toEqual([[first], 0]);
    await here.at(plusMinutes(sixHoursLater, 1)).take(digest(25));
    await here.at(plusMinutes(sixHoursLater, 6 * 60)).take(digest(0));
    expect(here.hours()).toEqual([first, first + 1]);
  });

  it('wait for a digest that comes with time left', async () => {
    const here = world(trailOf(oneFile));
    await here.at(now).take(...here.keys);
    let checks = 0;
    await here.at(sixHoursLater, { hasTime: () => checks++ === 0 }).take(digest(0));
    expect(here.hours()).toEqual([]);
    await here.at(sixHoursLater).take(digest(0));
    expect(here.hours()).toHaveLength(2);
  });

  it.each(['before', 'after'] as const)('are proven all the same where a call fails %s it was made', async (fate) => {
    const objects = trailOf(oneFile);
    let made = 0;
    for (let failing = 0; failing <= made; failing++) {
      const here = world(objects);
      await here.at(now).take(...here.keys);
      made = 0;
      const proofs = flakyStore(here.proofs, () => (made++ === failing ? fate : 'well'));
      await here.at(sixHoursLater, { proofs }).take(digest(0));
      await here.at(sixHoursLater).take(digest(0));
      expect(here.hours()).toHaveLength(2);
    }
    expect(made).toBeGreaterThan(8);
  });

  it('of old digests are proven at once, and their log files forgotten', async () => {
    const here = world(trailOf(oneFile));
    await here.at(now, { digests: 'note' }).take(...here.keys);
    expect(here.proofs.remembered()).toBe(1);
    await here.at(now, { digests: 'alone' }).take(...here.keys);
    expect([here.hours().length, here.proofs.remembered()]).toEqual([2, 0]);
  });

  it('are not proven after a call that makes the trail leave something out', async () => {
    const selectors = [{ readWriteType: 'WriteOnly', includeManagementEvents: true }];
    const change = record({
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'PutEventSelectors',
      eventTime: hourText(1),
      requestParameters: { trailName: 'main_trail', eventSelectors: selectors },
      responseElements: null,
    });
    const here = world(trailOf({ ...oneFile, hours: 28, records: (hour) => [readingCall(hour), change] }));
    await here.at(now).take(...here.keys);
    await here.at(sixHoursLater).take(digest(0));
    expect(here.hours()).toEqual([Date.parse(hourText(0)) / 3_600_000]);
  });
});

describe('an altered trail', () => {
  const missing = (key: string) => {
    const objects = trailOf(oneFile);
    objects.delete(key);
    return objects;
  };
  const { log } = world(trailOf(oneFile));

  it.each([
    ['a log file that is gone', missing(log), 'log-file-missing'],
    [
      'a log file with another content',
      trailOf(oneFile).set(log, { bytes: Buffer.from(logFile()), metadata: {} }),
      'log-file-altered',
    ],
    [
      'a log file that is no gzip any more',
      trailOf(oneFile).set(log, { bytes: Buffer.from('PK'), metadata: {} }),
      'log-file-unreadable',
    ],
  ])('%s: is published with the file, and proves nothing', async (_, objects, why) => {
    const here = world(objects);
    const { outcomes } = await here.at(now).take(...here.keys.filter(isDigestKey));
    expect(outcomes.filter(({ kind }) => kind === 'altered')).toHaveLength(1);
    const [altered] = here.published;
    const object = `s3://trail/${digest(1)}`;
    expect(altered && alteredTrailEvent(altered)).toEqual({
      detailType: 'Lastseen: Trail Altered',
      detail: {
        version: 1,
        id: object,
        accountId: account(),
        region: region(),
        from: hourText(1),
        to: hourText(2),
        digest: object,
        why,
        count: 1,
        files: [{ object: `s3://trail/${log}`, why }],
      },
    });
    expect(here.hours()).toEqual([]);
  });

  it('a digest with another content, of another place or without form: is published with what it claims', async () => {
    const objects = trailOf(oneFile);
    const { bytes, metadata } = objects.get(digest(3)) as SignedObject;
    objects.set(digest(2), { bytes, metadata });
    objects.set(digest(4), { bytes: gzipSync('{"hello":"world"}'), metadata });
    objects.set(digest(5), { bytes: (objects.get(digest(5)) as SignedObject).bytes, metadata });
    const here = world(objects);
    await here.at(now).take(digest(2), digest(4), digest(5));
    const details = here.published.map((altered) => alteredTrailEvent(altered).detail);
    const told = details.map(({ why, from, count }) => [why, String(from), count]);
    expect(told.sort((a, b) => (a.join() < b.join() ? -1 : 1))).toEqual([
      ['digest-invalid', hourText(5), 0],
      ['digest-invalid', 'null', 0],
      ['digest-moved', hourText(3), 0],
    ]);
  });

  it('names no more than twenty files of a digest, and counts all', () => {
    const gap = { accountId: account(), region: region(), from: now, to: now, why: 'log-file-missing' } as const;
    const gaps = Array.from({ length: 50 }, (_, index) => ({ ...gap, object: `s3://trail/${index}` }));
    const { detail } = alteredTrailEvent({ object: 's3://trail/digest', digest: undefined, gaps });
    expect([detail.count, detail.files.length]).toEqual([50, 20]);
  });

  it('comes again where its event could not be published', async () => {
    const here = world(missing(log), { publish: () => Promise.reject(new Error('the bus is away')) });
    expect((await here.at(now).take(digest(1))).outcomes).toMatchObject([{ kind: 'failed' }]);
  });
});

describe('a digest that is no evidence of anything', () => {
  it('without a signature is done, and proves nothing', async () => {
    const objects = new Map([...trailOf(oneFile)].map(([key, { bytes }]) => [key, { bytes, metadata: {} }] as const));
    const here = world(objects);
    const { outcomes } = await here.at(now).take(...here.keys.filter(isDigestKey));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['skipped']));
    expect([here.hours(), here.published]).toEqual([[], []]);
  });

  it('that is gone or refused is told so, as a log file is', async () => {
    const here = world(new Map());
    expect((await here.at(now).take(digest(1))).outcomes).toEqual([{ kind: 'missing', why: 'NoSuchKey' }]);
    const denied = { open: async () => ({ kind: 'denied', why: 'AccessDenied' }) as const };
    expect((await here.at(now, denied).take(digest(1))).outcomes).toEqual([{ kind: 'denied', why: 'AccessDenied' }]);
    expect(here.published).toEqual([]);
  });
});

describe('public keys', () => {
  it('are asked for once, and then come from the table', async () => {
    const here = world(trailOf(oneFile));
    await here.at(now).take(digest(3), digest(4));
    await here.at(plusDays(now, 30)).take(digest(5));
    expect(here.asked).toEqual([region()]);
  });

  it('are asked for at most once a day, whatever digests claim', async () => {
    const here = world(trailOf({ ...oneFile, retiredKey: [3, 4, 5] }));
    const kinds = async (time: Instant, hour: number) => (await here.at(time).take(digest(hour))).outcomes[0]?.kind;
    expect(await kinds(now, 3)).toBe('altered');
    expect(await kinds(plusDays(now, 0.9), 4)).toBe('altered');
    expect(here.asked).toHaveLength(1);
    await here.at(plusDays(now, 1)).take(digest(5));
    expect(here.asked).toHaveLength(2);
  });

  it('that are unknown because they are newer than the question are waited for, and no alarm', async () => {
    const here = world(trailOf({ ...oneFile, retiredKey: [3] }));
    await here.proofs.keepPublicKeys(region(), new Map(), instant(hourText(2)));
    const [outcome] = (await here.at(ended(3)).take(digest(3))).outcomes;
    expect(outcome).toMatchObject({ kind: 'waiting', why: expect.stringContaining('is not known') });
    expect([here.asked, here.published]).toEqual([[], []]);
  });

  it('that CloudTrail does not give make the digest come again', async () => {
    const here = world(trailOf(oneFile), { listKeys: () => Promise.reject(new Error('Throttling')) });
    expect((await here.at(now).take(digest(3))).outcomes).toMatchObject([{ kind: 'failed' }]);
    expect(here.published).toEqual([]);
  });
});

describe('an archive without digests', () => {
  it('leaves nothing behind but what it always left', async () => {
    const tables = await embeddedTables();
    const { table } = await tables.make();
    const here = world(trailOf(oneFile));
    const bob = recordBy({ principalId: 'AIDABOB0000000000001', userName: 'bob' });
    await archive(table, { [logKey(1)]: logFile(bob, readingCall(1)) }, { proofs: here.proofs }).take(logKey(1));
    const partitions = (await tables.items()).map(({ accountId }) => accountId);
    await tables.stop();
    expect(new Set(partitions)).toEqual(new Set(['accounts', account()]));
    expect(here.proofs.remembered()).toBe(0);
  });
});
