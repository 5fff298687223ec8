import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { newIngestMemory } from '../../../handlers/ingest/ingest-memory.ts';
import { account, aliceIdentity, daysAgo, iamCall, key, now, record, recordBy, signIn } from '../../domain/builders.ts';
import { flaky } from '../../fakes/flaky-table.ts';
import { type IngestTable, sightingModel } from '../../fakes/sighting-model.ts';
import { delivered, delivery, eventOf, minutesAfter, sandbox } from './ingest-world.ts';

/** Counts the calls of a table by name. */
function counting(table: IngestTable) {
  const calls: string[] = [];
  const counted = flaky(table, (call) => {
    calls.push(call);
    return 'well';
  });
  return { table: counted, calls, take: () => calls.splice(0) };
}

const role = { type: 'AssumedRole', accountId: '123456789012' };
const proof = (changes: JsonObject = {}) =>
  record({ userIdentity: role, eventSource: 'sts.amazonaws.com', ...changes });
/** Several records in one envelope of our account. */
const inEnvelope = (body: JsonObject) => ({ source: 'aws.s3', account: account(), ...body });
const start = daysAgo(1);
const minute = (minutes: number, changes: JsonObject = {}) =>
  record({ eventTime: minutesAfter(start, minutes), eventID: `at-${minutes}`, ...changes });

describe('a delivery', () => {
  it('is one of five things, and the counts add up', async () => {
    const { ingest } = sandbox(sightingModel().table);
    const { outcomes, counts } = await ingest([
      ...delivered(record(), proof(), record({ eventTime: 'yesterday' }), 'no object'),
      delivery(inEnvelope({ Records: [] })),
      delivery(inEnvelope({ digestStartTime: '', digestEndTime: '', logFiles: [] })),
      { deliveryId: 'x', body: { kind: 'malformed', field: 'body', why: 'not JSON' } },
      delivery(eventOf(record(), { source: 'custom' })),
    ]);
    expect(outcomes).toEqual([
      { kind: 'recorded', latest: '2026-11-23T07:00:00Z' },
      { kind: 'ignored', reason: 'assumed-role' },
      expect.objectContaining({ kind: 'malformed', field: 'eventTime' }),
      expect.objectContaining({ kind: 'malformed', field: 'detail' }),
      { kind: 'ignored', reason: 'no-record' },
      { kind: 'ignored', reason: 'digest' },
      { kind: 'malformed', field: 'body', why: 'not JSON' },
      { kind: 'refused', reason: 'foreign-source' },
    ]);
    expect(counts).toEqual({ received: 8, recorded: 1, ignored: 2 + 1, refused: 1, malformed: 3, failed: 0 });
  });

  it('of several records is what the worst of them is, and the rest is recorded', async () => {
    const { table, read } = sightingModel();
    const late = record({ eventTime: daysAgo(1), eventID: 'late' });
    const { outcomes } = await sandbox(table).ingest([
      delivery(inEnvelope({ Records: [record(), proof(), late] })),
      delivery(inEnvelope({ Records: [proof(), signIn({ eventTime: daysAgo(0) }), record({ eventTime: 7 })] })),
      delivery(inEnvelope({ Records: [record({ eventTime: 7 }), record()] })),
    ]);
    expect(outcomes).toMatchObject([
      { kind: 'recorded', latest: '2026-11-23T07:00:00Z' },
      { kind: 'malformed', field: 'eventTime' },
      { kind: 'malformed', field: 'eventTime' },
    ]);
    expect([...(await read()).lastSeen.values()]).toMatchObject([{ latest: { at: now } }]);
  });

  it('of the pipeline itself is ignored and proves that its Region is watched', async () => {
    const { table, read } = sightingModel();
    await sandbox(table).take(proof({ awsRegion: 'eu-west-1' }), proof({ awsRegion: 'us-east-1' }));
    const { watches, lastSeen, isKnown } = await read();
    expect([[...watches.keys()].sort(), lastSeen.size, isKnown]).toEqual([['eu-west-1', 'us-east-1'], 0, true]);
  });
});

describe('a new user', () => {
  const created = (userId: string) =>
    iamCall('CreateUser', { userName: 'bob' }, { responseElements: { user: { userId, userName: 'bob' } } });

  it('is kept with who created it, though a role is no user', async () => {
    const { table, read } = sightingModel();
    const { outcomes } = await sandbox(table).take(created('AIDABOB0000000000001'), iamCall('DeleteUser', {}));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['ignored', 'ignored']);
    const { creators, isKnown } = await read();
    expect([...creators]).toMatchObject([['AIDABOB0000000000001', { person: 'carol@example.com' }]]);
    expect(isKnown).toBe(true);
  });

  it('of another account is none of ours', async () => {
    const { table, read } = sightingModel();
    const foreign = { ...created('AIDABOB0000000000001'), recipientAccountId: '210987654321' };
    expect((await sandbox(table).take(foreign)).counts.refused).toBe(1);
    expect((await read()).creators.size).toBe(0);
  });

  it('whose creator cannot be written is delivered again', async () => {
    const { table } = sightingModel();
    const broken: IngestTable = {
      ...table,
      apply: async (write) => {
        if (write.kind === 'creator') throw new Error('throttled');
        return table.apply(write);
      },
    };
    expect((await sandbox(broken).take(created('AIDABOB0000000000001'))).counts.failed).toBe(1);
  });
});

describe('a failure', () => {
  it('of one subject fails no other', async () => {
    const { table, read } = sightingModel();
    const broken: IngestTable = {
      ...table,
      writeIfUnchanged: (before, write, marks) =>
        write.entry === 'root' ? Promise.reject(new Error('refused')) : table.writeIfUnchanged(before, write, marks),
    };
    const root = record({ userIdentity: { type: 'Root', accountId: account() } });
    const { outcomes } = await sandbox(broken).take(record(), root, proof(), root);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['recorded', 'failed', 'ignored', 'failed']);
    expect([...(await read()).lastSeen.keys()]).toEqual(['user#AIDAALICE00000000001']);
  });

  it('to make the account findable, or to prove the Region, fails what hangs on it', async () => {
    const { table } = sightingModel();
    const failing = (kind: string): IngestTable => ({
      ...table,
      apply: (write) => (write.kind === kind ? Promise.reject(new Error('refused')) : table.apply(write)),
    });
    for (const kind of ['account', 'watch', 'days']) {
      const { counts } = await sandbox(failing(kind)).take(record(), proof());
      expect([kind, counts.failed]).toEqual([kind, 2]);
    }
  });

  it('is told with its cause', async () => {
    const { table } = sightingModel();
    const { outcomes } = await sandbox(flaky(table, () => 'before')).take(record());
    expect(outcomes).toEqual([{ kind: 'failed', cause: new Error('the table cannot be reached') }]);
  });

  it('is not remembered as a write', async () => {
    const { table, read } = sightingModel();
    let works = false;
    const one = sandbox(flaky(table, () => (works ? 'well' : 'before')));
    await one.take(record(), proof());
    works = true;
    expect((await one.take(record(), proof())).counts.failed).toBe(0);
    const { lastSeen, watches, isKnown } = await read();
    expect([lastSeen.size, watches.size, isKnown]).toEqual([1, 1, true]);
  });
});

describe('within the resolution', () => {
  const settled = async (resolutionMinutes = 60) => {
    const { table, read } = sightingModel();
    const counted = counting(table);
    const one = sandbox(counted.table, { settings: { resolutionMinutes, thresholdDays: 90 } });
    await one.take(minute(0));
    counted.take();
    return { ...one, counted, read };
  };

  it('a sighting costs nothing', async () => {
    const { take, counted } = await settled();
    for (let at = 1; at < 60; at++) await take(minute(at), minute(at / 2));
    expect(counted.calls).toEqual([]);
  });

  it('and exactly the resolution later it costs one write; six hours later the Region costs another', async () => {
    const { take, counted } = await settled();
    await take(minute(60));
    expect(counted.take()).toEqual(['writeUnlessDormant']);
    await take(minute(119.9));
    expect(counted.take()).toEqual([]);
    await take(minute(359));
    expect(counted.take()).toEqual(['writeUnlessDormant']);
    await take(minute(360));
    expect(counted.take()).toEqual(['apply']);
  });

  it('what was seen meanwhile rides along: two keys in use cost what one does', async () => {
    const { take, counted, read } = await settled();
    const second = (at: number) =>
      minute(at, { userIdentity: { ...aliceIdentity, accessKeyId: 'AKIAALICE00000000002' } });
    await take(second(1));
    expect(counted.take()).toEqual(['writeUnlessDormant']);
    for (let at = 2; at <= 240; at++) await take(at % 2 ? second(at) : minute(at));
    expect(counted.take().filter((call) => call === 'writeUnlessDormant').length).toBeLessThanOrEqual(4);
    const [alice] = [...(await read()).lastSeen.values()];
    expect([...(alice?.credentials.values() ?? [])].every(({ at }) => at >= minutesAfter(start, 180))).toBe(true);
  });

  it('another day is written at once, and once', async () => {
    const { take, counted, read } = await settled(1440);
    await take(minute(1000));
    await take(minute(1001));
    expect(counted.take().sort()).toEqual(['apply', 'apply', 'writeUnlessDormant']);
    const [alice] = [...(await read()).lastSeen.values()];
    expect([...(alice?.days.values() ?? [])]).toEqual([(1 << 21) | (1 << 22)]);
  });

  it('a first success after a refused call is written', async () => {
    const { table, read } = sightingModel();
    const one = sandbox(table);
    await one.take(minute(0, { errorCode: 'AccessDenied' }));
    await one.take(minute(1));
    await one.take(minute(2, { errorCode: 'AccessDenied' }));
    expect([...(await read()).lastSeen.values()]).toMatchObject([{ lastSuccess: minutesAfter(start, 1) }]);
  });

  it('a batch of a thousand events of a user costs what one event does', async () => {
    const costOf = async (events: number) => {
      const counted = counting(sightingModel().table);
      await sandbox(counted.table).take(...Array.from({ length: events }, (_, index) => minute(index % 600)));
      return counted.calls.length;
    };
    expect(await costOf(1000)).toBe(await costOf(1));
  });
});

describe('of a user that the sandbox does not know', () => {
  it('the first write tells what the table holds, so that a key that is in it costs none', async () => {
    const { table } = sightingModel();
    const second = recordBy({ accessKeyId: key('AKIAALICE00000000002') }, { eventTime: start, eventID: 'second' });
    await sandbox(table).take(minute(0), second);
    const counted = counting(table);
    const other = sandbox(counted.table);
    await other.take(minute(1));
    counted.take();
    await other.take({ ...second, eventTime: minutesAfter(start, 2) });
    expect(counted.calls).toEqual([]);
  });

  it('what comes late is read once and known from then on', async () => {
    const { table } = sightingModel();
    await sandbox(table).take(minute(30));
    const counted = counting(table);
    const other = sandbox(counted.table);
    await other.take(minute(0));
    expect(counted.take().sort()).toEqual(['apply', 'apply', 'readEventually', 'readWatchEventually']);
    await other.take(minute(1), minute(31));
    expect(counted.take()).toEqual([]);
  });
});

it('a sandbox that does not know what others wrote takes no key away that they saw', async () => {
  const { table, read } = sightingModel();
  const settings = { resolutionMinutes: 0, thresholdDays: 90 };
  const [one, other] = [sandbox(table, { settings }), sandbox(table, { settings })];
  const used = (digit: number, at: number) =>
    minute(at, { userIdentity: { ...aliceIdentity, accessKeyId: `AKIAALICE0000000000${digit}` } });
  await one.take(used(0, 0), used(1, 1), used(2, 2), used(3, 3), used(4, 4), used(5, 5));
  await other.take(used(0, 10), used(6, 11));
  await one.take(used(6, 12));
  const [alice] = [...(await read()).lastSeen.values()];
  const digits = [...(alice?.credentials.keys() ?? [])].map((id) => id.at(-1));
  expect(digits.sort()).toEqual(['0', '2', '3', '4', '5', '6']);
});

it('a sandbox remembers no more than its bound, however many users call', async () => {
  const { table } = sightingModel();
  const memory = newIngestMemory(10);
  const { take } = sandbox(table, { memory });
  for (let batch = 0; batch < 5; batch++) {
    const users = Array.from({ length: 8 }, (_, index) => `AIDAUSER${batch}${index}`);
    await take(...users.map((principalId) => recordBy({ principalId })));
    expect(memory.subjects.size).toBeLessThanOrEqual(10);
  }
  expect(memory.subjects.size).toBe(10);
});

it('an entry that never stays as it was read fails, and does not go on for ever', async () => {
  const { table } = sightingModel();
  const { counts } = await sandbox({ ...table, writeIfUnchanged: async () => false }).take(record());
  expect(counts.failed).toBe(1);
});
