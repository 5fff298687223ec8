import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Region } from '../../../../domain/ids.ts';
import { awakeningsOf } from '../../../../domain/sightings/awakening.ts';
import { entryOf, monthEntry, regionEntry } from '../../../../domain/sightings/entry.ts';
import { keysRemembered, type LastSeen } from '../../../../domain/sightings/last-seen.ts';
import { planLastSeen } from '../../../../domain/table/plan-sightings.ts';
import { emptyAccount } from '../../../../domain/table/stored-account.ts';
import type { SightingWrite } from '../../../../domain/table/table-write.ts';
import type { Month } from '../../../../domain/time.ts';
import { dynamodbSightings } from '../../../../infra/aws/dynamodb/dynamodb-sightings.ts';
import type { PendingAwakenings, SightingTable } from '../../../../infra/ports/sighting-table.ts';
import { sightings } from '../../../domain/arbitraries.ts';
import { account, daysAgo, key, lastSeen, now, sighting, user } from '../../../domain/builders.ts';
import { embeddedTables } from '../../../fakes/embedded-dynamodb.ts';
import { sightingModel } from '../../../fakes/sighting-model.ts';

const subject = { kind: 'user', accountId: account(), userId: user() } as const;
const entry = entryOf(subject);

/** The write of all of this to an entry that is not there. */
function writeOf(lastSeen: LastSeen, changes: Partial<SightingWrite> = {}): SightingWrite {
  const { latest, lastSuccess, credentials, callers } = lastSeen;
  const forget = [] as const;
  return {
    kind: 'sighting',
    accountId: account(),
    entry,
    isNew: true,
    latest,
    lastSuccess,
    credentials,
    forget,
    callers,
    forgetCallers: new Map(),
    ...changes,
  };
}

const none: PendingAwakenings = new Map();
const [awakening] = awakeningsOf(subject, lastSeen(sighting({ at: daysAgo(200) })), [sighting()], 90);
const marks: PendingAwakenings = new Map(awakening && [[awakening.id, { deliveryId: 'x', markedAt: now, awakening }]]);
const markId = String(awakening?.id);

let tables: Awaited<ReturnType<typeof embeddedTables>>;
beforeAll(async () => {
  tables = await embeddedTables();
});
afterAll(() => tables.stop());

/** An entry that holds these sightings. */
async function holding(...[first, ...more]: Parameters<typeof lastSeen>): Promise<SightingTable> {
  const { table } = await tables.make();
  await table.writeIfUnchanged(undefined, writeOf(lastSeen(first, ...more)), none);
  return table;
}

const update = (...seen: Parameters<typeof lastSeen>) => writeOf(lastSeen(...seen), { isNew: false });

describe('the days in an entry', () => {
  const november = '2026-11' as Month;
  const withDays = (bits: number, ...seen: Parameters<typeof lastSeen>) => ({
    ...writeOf(lastSeen(...seen)),
    days: new Map([[november, bits]]),
  });

  it('come with its sightings, one write after another, and are read with those of the other entries', async () => {
    const { table, read } = await tables.make();
    await table.writeIfUnchanged(undefined, withDays(0b1, sighting({ at: daysAgo(3) })), none);
    await table.writeUnlessDormant(withDays(0b100, sighting({ at: daysAgo(2) })), undefined);
    await table.apply({ kind: 'days', accountId: account(), entry: monthEntry(entry, november), bits: 0b10 });
    expect((await table.readEventually(account(), entry))?.lastSeen.days).toEqual(new Map([[november, 0b101]]));
    expect((await read()).lastSeen.get(entry)?.days).toEqual(new Map([[november, 0b111]]));
  });

  it('are taken out only while they are the same', async () => {
    const { table } = await tables.make();
    await table.writeIfUnchanged(undefined, withDays(0b11, sighting({ at: daysAgo(3) })), none);
    await table.removeDays(account(), entry, november, 0b1);
    expect((await table.readEntry(account(), entry))?.lastSeen.days).toEqual(new Map([[november, 0b11]]));
    await table.removeDays(account(), entry, november, 0b11);
    expect((await table.readEntry(account(), entry))?.lastSeen.days).toEqual(new Map());
  });
});

it('a look at a Region shows its latest proof, and nothing where there is no such entry', async () => {
  const { table } = await tables.make();
  const region = { accountId: account(), entry: regionEntry('eu-west-1' as Region) };
  expect(await table.readWatchEventually(region.accountId, region.entry)).toBeUndefined();
  await table.apply({ ...region, kind: 'watch', what: 'lastProof', at: now });
  const found = await table.readWatchEventually(region.accountId, region.entry);
  expect(found).toEqual({ lastProof: now, lastRecord: now, days: new Map() });
});

describe('a write without a look', () => {
  it('answers what the entry held', async () => {
    const table = await holding(sighting({ at: daysAgo(3) }));
    const before = await table.writeUnlessDormant(update(sighting({ at: daysAgo(2) })), daysAgo(10));
    expect(before?.latest.at).toBe(daysAgo(3));
    expect((await table.readEntry(account(), entry))?.lastSeen.latest.at).toBe(daysAgo(2));
  });

  it.each([
    ['a session', { credentials: lastSeen(sighting({ credential: 'session' as never })).credentials }],
    ['a last success', { lastSuccess: now, credentials: new Map() }],
  ])('of %s alone is made too', async (_, part) => {
    const table = await holding(sighting({ at: daysAgo(3) }));
    const write = { ...update(sighting({ at: daysAgo(2) })), latest: undefined, lastSuccess: undefined, ...part };
    expect(await table.writeUnlessDormant(write, daysAgo(10))).toBeDefined();
    expect(await table.readEntry(account(), entry)).toMatchObject({
      lastSeen: { latest: { at: daysAgo(3) }, lastSuccess: write.lastSuccess ?? daysAgo(3) },
    });
  });

  it('makes no entry', async () => {
    const { table } = await tables.make();
    expect(await table.writeUnlessDormant(update(sighting()), undefined)).toBeUndefined();
    expect(await table.writeUnlessDormant(update(sighting({ credential: undefined })), undefined)).toBeUndefined();
    expect(await table.readEntry(account(), entry)).toBeUndefined();
  });

  it.each([
    [1, true],
    [0, false],
    [-1, false],
  ])('is made of a user last seen %s seconds after the moment of sleep: %s', async (seconds, isMade) => {
    const table = await holding(sighting({ at: daysAgo(100, seconds) }));
    const before = await table.writeUnlessDormant(update(sighting()), daysAgo(100));
    expect(before !== undefined).toBe(isMade);
  });

  it.each([
    [1, true],
    [0, false],
  ])('is made of one without a key last seen %s seconds after it: %s', async (seconds, isMade) => {
    const table = await holding(sighting({ at: daysAgo(100, seconds), credential: 'console' }));
    const before = await table.writeUnlessDormant(update(sighting({ credential: 'console' })), daysAgo(100));
    expect(before !== undefined).toBe(isMade);
  });

  it('is not made through a key that sleeps, whoever else is awake', async () => {
    const other = sighting({ at: daysAgo(2), credential: key('AKIAALICE00000000002') });
    const table = await holding(sighting({ at: daysAgo(100) }), other);
    expect(await table.writeUnlessDormant(update(sighting()), daysAgo(100))).toBeUndefined();
    expect(await table.writeUnlessDormant(update({ ...other, at: daysAgo(1) }), daysAgo(100))).toBeDefined();
  });

  it('is not made while a mark is on the entry', async () => {
    const table = await holding(sighting({ at: daysAgo(3) }));
    const before = await table.readEntry(account(), entry);
    expect(await table.writeIfUnchanged(before, update(sighting({ at: daysAgo(2) })), marks)).toBe(true);
    expect(await table.writeUnlessDormant(update(sighting()), undefined)).toBeUndefined();
    await table.clearPendingAwakening(account(), entry, markId);
    expect(await table.writeUnlessDormant(update(sighting()), undefined)).toBeDefined();
  });

  it('is not made where a key would have to be forgotten', async () => {
    const used = (digit: number) =>
      sighting({ at: daysAgo(20 - digit), credential: key(`AKIAALICE0000000000${digit}`) });
    const [first, ...most] = Array.from({ length: keysRemembered - 1 }, (_, digit) => used(digit));
    const table = await holding(first ?? sighting(), ...most);
    const [sixth, seventh] = [used(keysRemembered), used(keysRemembered + 1)];
    expect(await table.writeUnlessDormant(update(sixth, seventh), undefined)).toBeUndefined();
    expect(await table.writeUnlessDormant(update(sixth), undefined)).toBeDefined();
    expect(await table.writeUnlessDormant(update(seventh), undefined)).toBeUndefined();
    expect(await table.writeUnlessDormant(update({ ...sixth, at: daysAgo(1) }), undefined)).toBeDefined();
  });
});

describe('a write over what was read', () => {
  it('is not made where anything changed meanwhile', async () => {
    const first = sighting({ at: daysAgo(9), errorCode: 'AccessDenied', eventId: undefined });
    const changes: ((table: SightingTable) => Promise<unknown>)[] = [
      (table) => table.writeUnlessDormant(update({ ...first, at: daysAgo(8) }), undefined),
      (table) => table.writeUnlessDormant(update({ ...first, eventId: 'greater' }), undefined),
      (table) =>
        table.writeUnlessDormant({ ...update({ ...first, eventId: 'greater' }), credentials: new Map() }, undefined),
      (table) =>
        table.writeUnlessDormant(
          { ...update(first), latest: undefined, credentials: new Map(), lastSuccess: daysAgo(9) },
          undefined,
        ),
      (table) =>
        table.writeUnlessDormant({ ...update({ ...first, credential: 'console' }), latest: undefined }, undefined),
      (table) =>
        table.writeUnlessDormant({ ...update({ ...first, eventId: 'greater' }), latest: undefined }, undefined),
      async (table) => {
        const before = await table.readEntry(account(), entry);
        const write = { ...update(first), credentials: new Map(), lastSuccess: undefined };
        expect(await table.writeIfUnchanged(before, write, marks)).toBe(true);
      },
    ];
    for (const [index, change] of changes.entries()) {
      const table = await holding(first);
      const before = await table.readEntry(account(), entry);
      await change(table);
      const isMade = await table.writeIfUnchanged(before, update(sighting()), none);
      expect([index, isMade]).toEqual([index, false]);
      const again = await table.readEntry(account(), entry);
      expect(await table.writeIfUnchanged(again, update(sighting()), again?.pendingAwakenings ?? none)).toBe(true);
    }
  });

  it('makes an entry once', async () => {
    const { table } = await tables.make();
    expect(await table.writeIfUnchanged(undefined, writeOf(lastSeen(sighting())), marks)).toBe(true);
    expect(await table.writeIfUnchanged(undefined, writeOf(lastSeen(sighting())), none)).toBe(false);
    expect((await table.readEntry(account(), entry))?.pendingAwakenings).toEqual(marks);
  });

  it('leaves marks that are taken off one by one, as often as asked', async () => {
    const table = await holding(sighting({ at: daysAgo(3) }));
    const before = await table.readEntry(account(), entry);
    const two = new Map([...marks, ...[...marks].map(([, mark]) => ['other/1', mark] as const)]);
    await table.writeIfUnchanged(before, update(sighting({ at: daysAgo(2) })), two);
    for (const _ of [1, 2]) await table.clearPendingAwakening(account(), entry, markId);
    const held = await table.readEntry(account(), entry);
    expect([...(held?.pendingAwakenings.keys() ?? [])]).toEqual(['other/1']);
    expect(await table.writeIfUnchanged(held, update(sighting()), held?.pendingAwakenings ?? none)).toBe(true);
  });

  it('gives a mark back as it was made', async () => {
    const table = await holding(sighting({ at: daysAgo(3) }));
    await table.writeIfUnchanged(await table.readEntry(account(), entry), update(sighting()), marks);
    expect((await table.readEntry(account(), entry))?.pendingAwakenings).toEqual(marks);
  });

  it('that never was is no mark to take off', async () => {
    const { table } = await tables.make();
    await table.clearPendingAwakening(account(), entry, 'none');
    expect(await table.readEntry(account(), entry)).toBeUndefined();
  });
});

it('a read is consistent: a mark that was just made is seen', async () => {
  const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };
  const client = new DynamoDBClient({ endpoint: tables.endpoint, region: 'local', credentials });
  const inputs: unknown[] = [];
  client.middlewareStack.add(
    (next) => async (args) => {
      inputs.push(args.input);
      return next(args);
    },
    { step: 'initialize' },
  );
  await dynamodbSightings(client, tables.name).readEntry(account(), entry);
  expect(inputs).toMatchObject([{ ConsistentRead: true }]);
  client.destroy();
});

it('the model of the tests answers what DynamoDB answers', async () => {
  const unique = fc.array(sightings, { minLength: 2, maxLength: 8 }).map((all) =>
    // An event id is one event's only, as CloudTrail promises.
    all.map((each, index) => ({ ...each, eventId: `${(index * 7) % 10}-${index}` })),
  );
  await fc.assert(
    fc.asyncProperty(unique, fc.infiniteStream(fc.boolean()), async (all, looks) => {
      const [real, model] = [(await tables.make()).table, sightingModel().table];
      for (const each of all) {
        const write = update(each);
        const since = looks.next().value ? daysAgo(30) : undefined;
        const answers = await Promise.all([real, model].map((table) => table.writeUnlessDormant(write, since)));
        expect(answers[0]).toEqual(answers[1]);
        const reads = await Promise.all([real, model].map((table) => table.readEntry(account(), entry)));
        expect(reads[0]).toEqual(reads[1]);
        const looked = looks.next().value ? reads : [];
        const [before] = looked;
        const held = new Map(before === undefined ? [] : [[entry, before.lastSeen]]);
        const stored = { ...emptyAccount(account()), lastSeen: held };
        const over = planLastSeen(stored, new Map([[entry, lastSeen(each)]])).find(({ kind }) => kind === 'sighting');
        if (over?.kind !== 'sighting') continue;
        const made = await Promise.all(
          [real, model].map((table, index) => table.writeIfUnchanged(looked[index], over, none)),
        );
        expect(made[0]).toBe(made[1]);
      }
    }),
    { numRuns: 40 },
  );
});
