import { EventEmitter, once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ObjectName } from '../../../domain/archive/object-notice.ts';
import { userEntry } from '../../../domain/sightings/entry.ts';
import { wholeBytes } from '../../../handlers/archive/fetch-object.ts';
import { fateOf } from '../../../handlers/archive/ingest-archive.ts';
import { largestBytes } from '../../../handlers/archive/read-objects.ts';
import { takeOverMinutes } from '../../../handlers/ingest/pending-awakenings.ts';
import { account, daysAgo, now, record, recordBy, user } from '../../domain/builders.ts';
import { sightingModel } from '../../fakes/sighting-model.ts';
import { chunksOf } from '../../infra/trail/trail-forms.ts';
import { foldOf, minutesAfter, sandbox } from '../ingest/ingest-world.ts';
import { archive, logFile, logKey } from './archive-world.ts';

const [one, two, three] = [logKey(1), logKey(2), logKey(3)];
const early = record({ eventTime: daysAgo(3), eventID: 'early' });
const late = record({ eventTime: daysAgo(1), eventID: 'late' });
const bob = recordBy(
  { principalId: 'AIDABOB0000000000001', userName: 'bob' },
  { eventTime: daysAgo(2), eventID: 'bob' },
);
const alice = userEntry(user());

describe('log files of a bucket', () => {
  it('are read and recorded, whatever their order', async () => {
    const { table, read } = sightingModel();
    const { take } = archive(table, { [one]: logFile(late, bob), [two]: logFile(early) });
    const { outcomes, fold } = await take(one, two);
    expect(outcomes).toEqual([
      { kind: 'read', records: 2 },
      { kind: 'read', records: 1 },
    ]);
    expect(fold).toMatchObject({ received: 3, recorded: 3, malformed: 0 });
    const { lastSeen, watches, isKnown } = await read();
    expect(isKnown).toBe(true);
    expect(lastSeen.get(alice)?.latest.eventId).toBe('late');
    expect({ lastSeen: lastSeen.size, watches }).toEqual({ lastSeen: 2, watches: foldOf([early, late, bob]).watches });
  });

  it('are read in the same way whole and as a stream', async () => {
    const file = logFile(early, late, bob);
    const tables = [wholeBytes, wholeBytes + 1].map(async (sizeBytes) => {
      const { table, read } = sightingModel();
      const open = async () => ({ kind: 'open' as const, bytes: chunksOf(file, 100), sizeBytes, close: () => {} });
      expect((await archive(table, {}, { open }).take(one)).outcomes).toEqual([{ kind: 'read', records: 3 }]);
      return read();
    });
    const [whole, streamed] = await Promise.all(tables);
    expect(streamed).toEqual(whole);
    expect(whole?.lastSeen.size).toBe(2);
  });

  it('are fetched while others are: one that comes last of all holds up none', async () => {
    const { table, read } = sightingModel();
    const files = new Map([
      [one, logFile(late)],
      [two, logFile(bob)],
      [three, logFile(early)],
    ]);
    const order: string[] = [];
    const theOthers = new EventEmitter();
    const open = async ({ key }: ObjectName) => {
      if (key === one) await once(theOthers, 'opened');
      order.push(key);
      if (order.length === 2) theOthers.emit('opened');
      const bytes = files.get(key) ?? new Uint8Array();
      return { kind: 'open' as const, bytes: chunksOf(bytes, 100), sizeBytes: bytes.length, close: () => {} };
    };
    const { outcomes } = await archive(table, {}, { open }).take(one, two, three);
    expect(order).toEqual([two, three, one]);
    expect(outcomes).toEqual(Array.from({ length: 3 }, () => ({ kind: 'read', records: 1 })));
    expect((await read()).lastSeen.get(alice)?.latest.eventId).toBe('late');
  });

  it('may be without compression, and without a record', async () => {
    const plain = Buffer.from(JSON.stringify({ Records: [late] }));
    const { take } = archive(sightingModel().table, { [one]: plain, [two]: logFile() });
    expect((await take(one, two)).outcomes).toMatchObject([{ kind: 'read' }, { kind: 'read', records: 0 }]);
  });

  it.each([
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-iso-b', 'us-isob-east-1'],
    ['aws-eusc', 'eusc-de-east-1'],
    ['aws', 'xx-nowhere-9'],
  ])('of the partition %s and the Region %s are as all others', async (partition, awsRegion) => {
    const { table, read } = sightingModel();
    const arn = `arn:${partition}:iam::${account()}:user/alice`;
    const [known, byArn] = [recordBy({ arn }), recordBy({ arn, principalId: undefined, accountId: undefined })];
    const all = [known, byArn].map((each) => ({ ...each, awsRegion, recipientAccountId: account() }));
    expect((await archive(table, { [one]: logFile(...all) }).take(one)).outcomes).toEqual([
      { kind: 'read', records: 2 },
    ]);
    const { lastSeen, watches } = await read();
    expect([[...lastSeen.keys()], [...watches.keys()]]).toEqual([[alice, 'name#alice'], [awsRegion]]);
  });

  it('change nothing when they are read again', async () => {
    const { table, read } = sightingModel();
    const { take } = archive(table, { [one]: logFile(late, bob) });
    await take(one);
    const once = await read();
    await take(one, one);
    expect(await read()).toEqual(once);
  });

  it('of accounts that are not ours are recorded under these accounts', async () => {
    const stranger = account('210987654321');
    const written: string[] = [];
    const { table } = sightingModel();
    const spied = {
      ...table,
      apply: async (write: Parameters<typeof table.apply>[0]) => written.push(write.accountId),
      writeUnlessDormant: async () => undefined,
      readEntry: async () => undefined,
      writeIfUnchanged: async (_: unknown, write: { accountId: string }) => written.push(write.accountId) > 0,
    };
    const theirs = recordBy({ accountId: stranger }, { recipientAccountId: stranger });
    await archive(spied, { [one]: logFile(theirs) }).take(one);
    expect(new Set(written)).toEqual(new Set([stranger]));
  });
});

describe('what is no log file', () => {
  it.each([
    [logKey('x', 'CloudTrail-Insight'), 'insight'],
    ['AWSLogs/123456789012/Config/x.json.gz', 'other'],
    ['AWSLogs/123456789012/CloudTrail/', 'other'],
  ])('%s is skipped as %s, and never asked for', async (key, what) => {
    const { take, opened } = archive(sightingModel().table, {});
    expect((await take(key)).outcomes).toEqual([{ kind: 'skipped', what }]);
    expect(opened).toEqual([]);
  });

  it('is skipped by what it holds where its key deceives', async () => {
    const digest = { digestStartTime: 'x', digestEndTime: 'x', digestS3Bucket: 'x', logFiles: [] };
    const insight = { eventVersion: '1.09', eventCategory: 'Insight', eventType: 'AwsCloudTrailInsight' };
    const { take } = archive(sightingModel().table, {
      [one]: gzipSync(JSON.stringify(digest)),
      [two]: logFile(insight),
    });
    expect((await take(one, two)).outcomes).toEqual([
      { kind: 'skipped', what: 'digest' },
      { kind: 'skipped', what: 'insight' },
    ]);
  });
});

describe('an object that cannot be read has an outcome of its own, and the others are read', () => {
  const whole = logFile(early, bob);
  const cases: readonly [string, Parameters<typeof archive>[1][string], object][] = [
    ['one that is gone', { kind: 'missing', why: 'NoSuchKey' }, { kind: 'missing', why: 'NoSuchKey' }],
    ['one that is refused', { kind: 'denied', why: 'AccessDenied' }, { kind: 'denied' }],
    ['one in cold storage', { kind: 'archived', why: 'InvalidObjectState' }, { kind: 'archived' }],
    ['one that is not gzip', Buffer.from('PK no log'), { kind: 'unreadable', why: 'line 1: not JSON' }],
    ['one that is empty', Buffer.alloc(0), { kind: 'unreadable', why: 'is empty' }],
    [
      'one that is cut off',
      whole.subarray(0, whole.length - 20),
      { kind: 'unreadable', why: expect.stringContaining('ends in') },
    ],
    ['a bomb', gzipSync(Buffer.alloc(100_000_000)), { kind: 'unreadable', why: 'line 1: not JSON' }],
    ['one of a throttled store', new Error('SlowDown'), { kind: 'failed', cause: new Error('SlowDown') }],
  ];

  it.each(cases)('%s', async (_, held, outcome) => {
    const { table, read } = sightingModel();
    const { take } = archive(table, { [one]: logFile(late), [two]: held, [three]: logFile(bob) });
    const { outcomes } = await take(one, two, three);
    expect(outcomes).toMatchObject([{ kind: 'read' }, outcome, { kind: 'read' }]);
    expect((await read()).lastSeen.size).toBe(2);
  });

  it('one larger than any that AWS writes is closed unread', async () => {
    const closed: string[] = [];
    const huge = { kind: 'open' as const, sizeBytes: largestBytes + 1, close: () => void closed.push(one) };
    const bytes: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => {
        throw new Error('nobody may read this');
      },
    };
    const { take } = archive(sightingModel().table, {}, { open: async () => ({ ...huge, bytes }) });
    expect((await take(one)).outcomes).toMatchObject([{ kind: 'too-large' }]);
    expect(closed).toEqual([one]);
  });

  it.each([
    [
      'a large object whose stream breaks has failed; what came before it is evidence all the same',
      wholeBytes + 1,
      'late',
    ],
    ['a small object whose stream breaks has failed as a whole', wholeBytes, undefined],
  ])('%s', async (_, sizeBytes, eventId) => {
    const { table, read } = sightingModel();
    async function* breaking() {
      yield Buffer.from(`{"Records":[${JSON.stringify(late)},`);
      throw new Error('ECONNRESET');
    }
    const open = async () => ({ kind: 'open' as const, bytes: breaking(), sizeBytes, close: () => {} });
    const { outcomes } = await archive(table, {}, { open }).take(one);
    expect(outcomes).toMatchObject([{ kind: 'failed', cause: { message: 'ECONNRESET' } }]);
    expect((await read()).lastSeen.get(alice)?.latest.eventId).toBe(eventId);
  });

  it('many in a row do not harm those between them', async () => {
    const { table, read } = sightingModel();
    const cut = whole.subarray(0, whole.length / 2);
    const keys = Array.from({ length: 24 }, (_, index) => logKey(index));
    const held = keys.map((key, index) => {
      const own = recordBy({ principalId: `AIDAUSER${1000 + index}`, userName: `u${index}` });
      return [key, index % 2 === 0 ? cut : logFile(own)] as const;
    });
    const { outcomes } = await archive(table, Object.fromEntries(held)).take(...keys);
    expect(outcomes.map(({ kind }) => kind)).toEqual(keys.map((_, index) => (index % 2 === 0 ? 'unreadable' : 'read')));
    expect((await read()).lastSeen.size).toBe(12);
  });

  it('a record that cannot be read is told by its place, and the others of its file are recorded', async () => {
    const { table, read } = sightingModel();
    const broken = record({ eventTime: 'yesterday' });
    const { outcomes, fold } = await archive(table, { [one]: logFile(late, broken, bob) }).take(one);
    expect(outcomes).toMatchObject([{ kind: 'malformed', why: expect.stringMatching(/^Records\[1\], eventTime: /) }]);
    expect(fold).toMatchObject({ received: 3, recorded: 2, malformed: 1 });
    expect((await read()).lastSeen.size).toBe(2);
  });
});

describe('the fate of an object', () => {
  it.each([
    [{ kind: 'read', records: 1 }, 'done'],
    [{ kind: 'skipped', what: 'digest' }, 'done'],
    [{ kind: 'failed', cause: undefined }, 'again'],
    [{ kind: 'left' }, 'again'],
    [{ kind: 'waiting', why: '' }, 'again'],
    [{ kind: 'missing', why: '' }, 'needs-attention'],
    [{ kind: 'denied', why: '' }, 'needs-attention'],
    [{ kind: 'archived', why: '' }, 'needs-attention'],
    [{ kind: 'too-large', why: '' }, 'needs-attention'],
    [{ kind: 'unreadable', why: '' }, 'needs-attention'],
    [{ kind: 'malformed', why: '' }, 'needs-attention'],
    [{ kind: 'altered', why: '' }, 'needs-attention'],
  ] as const)('%j: %s', (outcome, fate) => {
    expect(fateOf(outcome)).toBe(fate);
  });
});

describe('time', () => {
  it('that runs out leaves the objects that were not begun, and records the others', async () => {
    const { table, read } = sightingModel();
    let left = 5;
    const keys = Array.from({ length: 9 }, (_, index) => logKey(index));
    const held = Object.fromEntries(keys.map((key) => [key, logFile(late)]));
    const { take, opened } = archive(table, held, { hasTime: () => left-- > 0 });
    const { outcomes } = await take(...keys);
    expect(outcomes.filter(({ kind }) => kind === 'read')).toHaveLength(5);
    expect(outcomes.filter(({ kind }) => kind === 'left')).toHaveLength(4);
    expect(opened).toHaveLength(5);
    expect((await read()).lastSeen.size).toBe(1);
  });
});

describe('a table that cannot be written', () => {
  it('fails every object that was read, also one with malformed records, and none that was skipped', async () => {
    const { table } = sightingModel();
    const down = { ...table, apply: () => Promise.reject(new Error('the table is away')) };
    const held = { [one]: logFile(late), [two]: logFile(late, record({ eventTime: 'yesterday' })) };
    const { outcomes } = await archive(down, held).take(one, two, 'README.md');
    const failed = { kind: 'failed', cause: { message: 'the table could not be written', cause: expect.any(Error) } };
    expect(outcomes).toMatchObject([failed, failed, { kind: 'skipped' }]);
  });

  it('is not asked on and on: after a failure nothing further is begun', async () => {
    const { table } = sightingModel();
    let calls = 0;
    const down = { ...table, apply: () => Promise.reject(new Error(`call ${++calls}`)) };
    const many = Array.from({ length: 200 }, (_, index) =>
      recordBy({ principalId: `AIDAUSER${1000 + index}`, userName: `u${index}` }, { eventID: `${index}` }),
    );
    const known = {
      ...down,
      apply: async (write: Parameters<typeof table.apply>[0]) =>
        write.kind === 'account' ? table.apply(write) : down.apply(),
    };
    await archive(known, { [one]: logFile(...many) }).take(one);
    expect(calls).toBeLessThanOrEqual(16);
  });
});

describe('awakenings', () => {
  it("are ingest's: the archive tells of none, and leaves the mark of one where it is", async () => {
    const { table, read, awakeningsLeft } = sightingModel();
    await sandbox(table).take(record({ eventTime: daysAgo(200), eventID: 'old' }));
    const down = sandbox(table, { publish: () => Promise.reject(new Error('the bus is away')) });
    expect((await down.take(record({ eventTime: daysAgo(2), eventID: 'woke' }))).counts.failed).toBe(1);
    expect(awakeningsLeft()).toBe(1);
    await archive(table, { [one]: logFile(late) }, { now: minutesAfter(now, 2 * takeOverMinutes) }).take(one);
    expect((await read()).lastSeen.get(alice)?.latest.eventId).toBe('late');
    expect(awakeningsLeft()).toBe(1);
  });
});
