import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hourOf, provenHours } from '../../domain/coverage/proven-hours.ts';
import { changeDetail } from '../../domain/history/change-detail.ts';
import { recordedStateOf } from '../../domain/history/recorded-state.ts';
import { type AccountId, parseAccountId } from '../../domain/ids.ts';
import {
  assessmentEntry,
  changeEntry,
  countsEntry,
  creatorEntry,
  entryOf,
  lookupEntry,
  monthEntry,
  proofEntry,
  regionEntry,
  runEntry,
  servicesEntry,
  shelterEntry,
  unrecordedDaysEntry,
} from '../../domain/sightings/entry.ts';
import { addSighting, compactLastSeen, type LastSeen, type LastSeenFold } from '../../domain/sightings/last-seen.ts';
import type { Sighting } from '../../domain/sightings/sighting.ts';
import { planLastSeen } from '../../domain/table/plan-sightings.ts';
import { emptyAccount } from '../../domain/table/stored-account.ts';
import type { SightingWrite, TableWrite } from '../../domain/table/table-write.ts';
import type { Instant, Month } from '../../domain/time.ts';
import { type Assessment, assess } from '../../domain/verdict/assessment.ts';
import { countAssessments } from '../../domain/verdict/counts.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { sightings } from '../domain/arbitraries.ts';
import {
  daysAgo,
  iamUser,
  key,
  named,
  now,
  question,
  region,
  sighting,
  user,
  facts as userFacts,
} from '../domain/builders.ts';
import { accessed } from '../domain/services/services-builders.ts';
import { memoryLastSeenTable } from '../fakes/memory-last-seen-table.ts';

const alice = (accountId: AccountId) => entryOf({ kind: 'user', accountId, userId: user() });

/**
 * What a table need not do: `runs` shortens the slow law; moto_server does not keep the order of the index; and it does
 * not decide races: of two creations at once, both on condition that there is no entry, it sometimes grants both.
 */
interface Allowance {
  readonly runs?: number;
  readonly ordersIndex?: boolean;
  readonly decidesRaces?: boolean;
}

/** What every table promises, whatever it is made of. `open` may be slow; the table is closed afterwards. */
export function describeLastSeenTable(
  name: string,
  open: () => Promise<LastSeenTable>,
  { runs = 25, ordersIndex = true, decidesRaces = true }: Allowance = {},
): void {
  describe(`the table ${name}`, () => {
    let table: LastSeenTable;
    let number = 0;
    /** Each test has an account of its own. */
    const newAccount = () => parseAccountId(`${++number}`.padStart(12, '0')) as AccountId;

    beforeAll(async () => {
      table = await open();
    });
    afterAll(() => table?.close());

    const foldOf = (all: readonly Sighting[]) => {
      const fold: LastSeenFold<string> = new Map();
      for (const one of all) addSighting(fold, 'alice', one);
      return fold.get('alice') as LastSeen;
    };
    const record = async (accountId: AccountId, all: readonly Sighting[], stored = emptyAccount(accountId)) => {
      for (const write of planLastSeen(stored, new Map([[alice(accountId), foldOf(all)]]))) await table.apply(write);
    };
    const lastSeenOf = async (accountId: AccountId) =>
      (await table.readAccount(accountId)).lastSeen.get(alice(accountId));

    it('knows nothing of an account that nobody wrote of', async () => {
      const accountId = newAccount();
      expect(await table.readAccount(accountId)).toEqual(emptyAccount(accountId));
      expect(await table.readRun(accountId)).toBeUndefined();
    });

    it('gives a sighting back as it was written, whatever strangers put into it', async () => {
      const accountId = newAccount();
      const odd = sighting({
        userAgent: '"\' #.:[\u001b[31m\u202e\u{1f600} size',
        eventName: 'Get\nUser',
        sourceAddress: '::1',
        userName: 'a.b#c',
      });
      await record(accountId, [odd]);
      expect(await lastSeenOf(accountId)).toEqual(compactLastSeen(foldOf([odd])));
    });

    it('gives back a sighting of which only the time is known', async () => {
      const accountId = newAccount();
      const bare = Object.fromEntries(
        Object.keys(sighting()).map((field) => [field, undefined]),
      ) as unknown as Sighting;
      await record(accountId, [{ ...bare, at: daysAgo(3) }]);
      expect(await lastSeenOf(accountId)).toEqual(compactLastSeen(foldOf([{ ...bare, at: daysAgo(3) }])));
    });

    it('keeps the later of two sightings whichever comes first, and drops what the later one does not have', async () => {
      const early = sighting({ at: daysAgo(5), errorCode: 'AccessDenied' });
      const late = sighting({ at: daysAgo(2), eventId: 'e2', errorCode: undefined });
      for (const order of [
        [early, late],
        [late, early],
      ]) {
        const accountId = newAccount();
        for (const one of order) await record(accountId, [one]);
        expect(await lastSeenOf(accountId)).toEqual(compactLastSeen(foldOf([early, late])));
      }
    });

    it('settles a tie by the greater event id', async () => {
      for (const order of [
        ['e1', 'e2'],
        ['e2', 'e1'],
        [undefined, 'e1'],
        ['e1', undefined],
      ]) {
        const accountId = newAccount();
        for (const eventId of order) await record(accountId, [sighting({ eventId })]);
        const winner = order.includes('e2') ? 'e2' : 'e1';
        expect((await lastSeenOf(accountId))?.latest.eventId).toBe(winner);
      }
    });

    it('keeps each credential on its own when a late one loses against the user', async () => {
      const accountId = newAccount();
      const console = sighting({ credential: 'console', at: daysAgo(1), eventId: 'c' });
      const late = sighting({ credential: key(), at: daysAgo(4), eventId: 'k' });
      await record(accountId, [console]);
      await record(accountId, [late]);
      expect(await lastSeenOf(accountId)).toEqual(compactLastSeen(foldOf([console, late])));
    });

    it('takes the parts that are later of a write whose other parts are not', async () => {
      const accountId = newAccount();
      const known = [
        sighting({ at: daysAgo(1), eventId: 'k' }),
        sighting({ credential: 'console', at: daysAgo(9), eventId: 'c' }),
      ];
      const planned = [
        sighting({ at: daysAgo(3), eventId: 'k0' }),
        sighting({ credential: 'console', at: daysAgo(2), eventId: 'c1' }),
      ];
      await record(accountId, known);
      await record(accountId, planned);
      expect(await lastSeenOf(accountId)).toEqual(compactLastSeen(foldOf([...known, ...planned])));
    });

    it('makes the entry where a write took it for known', async () => {
      const accountId = newAccount();
      const lastSeen = compactLastSeen(foldOf([sighting()]));
      const write: SightingWrite = {
        ...lastSeen,
        kind: 'sighting',
        accountId,
        entry: alice(accountId),
        isNew: false,
        forget: [],
        forgetCallers: new Map(),
      };
      await table.apply(write);
      expect((await lastSeenOf(accountId))?.latest).toEqual(lastSeen.latest);
      expect((await lastSeenOf(accountId))?.credentials).toEqual(lastSeen.credentials);
    });

    it('keeps the last day of each caller, and forgets those that a write pushes out', async () => {
      const accountId = newAccount();
      const from = (index: number, days: number) =>
        sighting({ sourceAddress: `192.0.${index}.1`, at: daysAgo(days), eventId: `e${index}` });
      const many = Array.from({ length: 10 }, (_, index) => from(index, 20 - index));
      await record(accountId, many.slice(0, 7));
      await record(accountId, many, await table.readAccount(accountId));
      await record(accountId, [from(9, 1)], await table.readAccount(accountId));
      // A write that knew less may not set a day back.
      await record(accountId, [from(9, 5)]);
      expect(await lastSeenOf(accountId)).toEqual(compactLastSeen(foldOf([...many, from(9, 1), from(9, 5)])));
    });

    it('forgets the keys that a write pushes out', async () => {
      const accountId = newAccount();
      const many = Array.from({ length: 9 }, (_, index) =>
        sighting({ credential: key(`AKIAALICE0000000000${index}`), at: daysAgo(20 - index), eventId: `e${index}` }),
      );
      await record(accountId, many.slice(0, 5));
      await record(accountId, many, await table.readAccount(accountId));
      expect(await lastSeenOf(accountId)).toEqual(compactLastSeen(foldOf(many)));
    });

    it.skipIf(!decidesRaces)('ends the same for racing writers that know nothing of each other', async () => {
      const accountId = newAccount();
      const all = Array.from({ length: 12 }, (_, index) =>
        sighting({
          at: daysAgo((index * 7) % 12),
          eventId: `e${index}`,
          credential: index % 3 === 0 ? 'console' : key(),
        }),
      );
      await Promise.all(all.map((one) => record(accountId, [one])));
      expect(await lastSeenOf(accountId)).toEqual(compactLastSeen(foldOf(all)));
    });

    it('ends where memory ends, in any order and any split, with repetition', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(sightings, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
          async (batches) => {
            const accountId = newAccount();
            const memory = memoryLastSeenTable();
            for (const [index, batch] of [...batches, ...batches.slice(0, 1)].entries()) {
              const stored = index % 2 === 0 ? emptyAccount(accountId) : await table.readAccount(accountId);
              await record(accountId, batch.map(unique), stored);
            }
            const all = batches.flat().map(unique);
            const plan = planLastSeen(emptyAccount(accountId), new Map([[alice(accountId), foldOf(all)]]));
            for (const write of plan) await memory.apply(write);
            expect((await lastSeenOf(accountId))?.latest).toEqual(
              (await memory.readAccount(accountId)).lastSeen.get(alice(accountId))?.latest,
            );
            expect((await lastSeenOf(accountId))?.days).toEqual(foldOf(all).days);
            expect((await lastSeenOf(accountId))?.lastSuccess).toEqual(foldOf(all).lastSuccess);
          },
        ),
        { numRuns: runs },
      );
    });

    it('joins the days of a month', async () => {
      const accountId = newAccount();
      const entry = monthEntry(alice(accountId), '2026-11' as Month);
      await record(accountId, [sighting({ at: daysAgo(400) })]);
      for (const bits of [0b101, 0b110, 1 << 30]) await table.apply({ kind: 'days', accountId, entry, bits });
      expect((await lastSeenOf(accountId))?.days.get('2026-11' as Month)).toBe(0b111 | (1 << 30));
    });

    it('remembers the latest record and proof of a Region and the days that had any', async () => {
      const accountId = newAccount();
      const entry = regionEntry(region());
      for (const at of [daysAgo(3), daysAgo(1), daysAgo(2)])
        await table.apply({ kind: 'watch', accountId, entry, what: 'lastRecord', at });
      await table.apply({ kind: 'watch', accountId, entry, what: 'lastProof', at: daysAgo(2) });
      await table.apply({ kind: 'days', accountId, entry: monthEntry(entry, '2026-11' as Month), bits: 0b11 });
      const days = new Map([['2026-11', 0b11]]);
      const watches = new Map([[region(), { lastRecord: daysAgo(1), lastProof: daysAgo(2), days }]]);
      expect((await table.readAccount(accountId)).watches).toEqual(watches);
    });

    it('joins the proven hours of a Region, which may have no record at all', async () => {
      const accountId = newAccount();
      const prove = (month: string, hours: number[], selectorHours: number[]) =>
        table.apply({ kind: 'proof', accountId, entry: proofEntry(region(), month as Month), hours, selectorHours });
      await prove('2026-11', [0, 743], [0]);
      await prove('2026-10', [743], []);
      await prove('2026-11', [1, 0], [1]);
      await prove('2026-11', [], [0]);
      const first = hourOf('2026-11-01T00:00:00Z' as Instant);
      const proof = provenHours(new Set([first - 1, first, first + 1, first + 743]), new Set([first, first + 1]));
      const watch = (await table.readAccount(accountId)).watches.get(region());
      expect(watch).toEqual({ lastRecord: undefined, lastProof: undefined, days: new Map(), proof });
      expect(watch?.proof?.end).toBe(first + 744);
    });

    it('proves no hour that was lost, whatever came first', async () => {
      const month = '2026-11' as Month;
      const first = hourOf('2026-11-01T00:00:00Z' as Instant);
      const proof = { kind: 'proof', entry: proofEntry(region(), month), hours: [0, 1], selectorHours: [1] } as const;
      const loss = { ...proof, hours: [], selectorHours: [], lostHours: [1, 2] };
      for (const writes of [
        [proof, loss],
        [loss, proof],
      ]) {
        const accountId = newAccount();
        for (const write of writes) await table.apply({ ...write, accountId });
        const watch = (await table.readAccount(accountId)).watches.get(region());
        expect(watch?.proof).toEqual(provenHours(new Set([first]), new Set(), new Set([first + 1, first + 2])));
      }
    });

    it('remembers since when a Region is watched, and its unrecorded days, until they change', async () => {
      const accountId = newAccount();
      const entry = regionEntry(region());
      const write = (change: TableWrite) => table.apply(change);
      await write({ kind: 'watch', accountId, entry, what: 'lastProof', at: now });
      await write({ kind: 'watched-since', accountId, entry, since: '2026-11-01' });
      for (const bits of [1, 4]) {
        await write({
          kind: 'days',
          accountId,
          entry: unrecordedDaysEntry(region(), '2026-11' as Month),
          bits,
        });
      }
      const watch = { lastRecord: now, lastProof: now, days: new Map() };
      const unrecorded = new Map([['2026-11', 5]]);
      expect((await table.readAccount(accountId)).watches.get(region())).toEqual({
        ...watch,
        unrecorded,
        since: '2026-11-01',
      });
      await write({ kind: 'watched-since', accountId, entry, since: undefined });
      expect((await table.readAccount(accountId)).watches.get(region())).toEqual({ ...watch, unrecorded });
    });

    it('remembers how far each user was looked up in each Region', async () => {
      const accountId = newAccount();
      const parent = alice(accountId);
      await record(accountId, [sighting({ at: daysAgo(400) })]);
      const looked = (days: number) => ({ from: daysAgo(days), to: now });
      for (const [name, days] of [
        ['eu-west-1', 80],
        ['us-east-1', 90],
        ['eu-west-1', 85],
      ] as const) {
        const where = { accountId, entry: lookupEntry(parent), region: region(name) };
        await table.apply({ kind: 'looked-up', ...where, lookedUp: looked(days) });
      }
      const stored = await table.readAccount(accountId);
      const regions = new Map([
        [region('eu-west-1'), looked(85)],
        [region('us-east-1'), looked(90)],
      ]);
      expect(stored.lookups).toEqual(new Map([[parent, regions]]));
      expect([...stored.lastSeen.keys()]).toEqual([parent]);
    });

    it('keeps who created each user, whoever says so and how often', async () => {
      const accountId = newAccount();
      const creator = { at: daysAgo(400), by: 'arn:aws:sts::123456789012:assumed-role/ops/carol', person: 'carol' };
      const entry = creatorEntry(user());
      for (const by of [creator, creator]) await table.apply({ kind: 'creator', accountId, entry, creator: by });
      expect((await table.readAccount(accountId)).creators).toEqual(new Map([[user(), creator]]));
    });

    it('keeps who set a sheltering tag last, in whatever order that is learned', async () => {
      const accountId = newAccount();
      const by = (at: Instant, person: string) => ({
        at,
        by: `arn:aws:iam::123456789012:user/${person}`,
        person,
        keys: ['a'],
      });
      const [early, late] = [by(daysAgo(3), 'dan'), by(daysAgo(2), 'eve')];
      for (const shelter of [early, late, early]) {
        await table.apply({ kind: 'shelter', accountId, entry: shelterEntry('Alice'), shelter });
      }
      expect((await table.readAccount(accountId)).shelters).toEqual(new Map([['alice', late]]));
    });

    it("keeps IAM's latest answer about each user's services; an earlier one that comes late loses", async () => {
      const accountId = newAccount();
      const parent = alice(accountId);
      const latest = accessed({ s3: 12 }, ['ec2'], daysAgo(1));
      for (const services of [accessed({}, ['sqs'], daysAgo(3)), latest, accessed({ s3: 40 }, [], daysAgo(2))]) {
        await table.apply({ kind: 'services', accountId, entry: servicesEntry(parent), services });
      }
      expect((await table.readAccount(accountId)).services).toEqual(new Map([[parent, latest]]));
    });

    it('answers the assessments in one state, longest without activity first, and no others', async () => {
      const accountId = newAccount();
      const assessed = [180, 100, 140].map((days) => {
        const facts = {
          user: iamUser({ accountId, userName: `u${days}` }),
          coverage: { kind: 'none' as const },
          gaps: [],
          exemption: undefined,
        };
        return assess({ ...facts, lastSeen: compactLastSeen(foldOf([sighting({ at: daysAgo(days) })])) }, question);
      });
      for (const assessment of assessed) {
        const entry = assessmentEntry({ userId: undefined, userName: assessment.user.userName });
        await table.apply({ kind: 'assessment', accountId, entry, assessment });
      }
      await record(accountId, [sighting({ at: daysAgo(1) })]);
      const names = async () =>
        (await table.assessmentsInState(accountId, 'idle')).assessments.map((assessment) => assessment.user.userName);
      const found = await names();
      expect(ordersIndex ? found : found.sort().reverse()).toEqual(['u180', 'u140', 'u100']);
      expect(await table.assessmentsInState(accountId, 'active')).toEqual({ assessments: [], unreadable: 0 });
      await table.apply({ kind: 'remove', accountId, entry: assessmentEntry({ userId: undefined, userName: 'u140' }) });
      expect((await names()).sort()).toEqual(['u100', 'u180']);
      const woken = assessed[1] as Assessment;
      const back = {
        kind: 'assessment' as const,
        accountId,
        entry: assessmentEntry({ userId: undefined, userName: 'u100' }),
      };
      await table.apply({ ...back, assessment: { ...woken, state: 'active' } });
      expect(await names()).toEqual(['u180']);
      expect((await table.assessmentsInState(accountId, 'active')).assessments).toHaveLength(1);
      const stored = (await table.readAccount(accountId)).assessments.get(
        assessmentEntry({ userId: undefined, userName: 'u180' }),
      );
      expect(JSON.parse(JSON.stringify(stored))).toEqual(JSON.parse(JSON.stringify(assessed[0])));
    });

    it('answers of one user, by name in any case, id or ARN, what it holds of the account', async () => {
      const accountId = newAccount();
      const { alice: person, bob } = { alice: iamUser({ accountId }), bob: iamUser({ accountId, userName: 'bob' }) };
      const byName = { kind: 'name' as const, accountId, userName: named('Alice') };
      const fold = new Map([
        [alice(accountId), foldOf([sighting(), sighting({ at: daysAgo(40) })])],
        [entryOf(byName), foldOf([sighting({ at: daysAgo(2), credential: 'console' })])],
      ]);
      for (const write of planLastSeen(emptyAccount(accountId), fold)) await table.apply(write);
      for (const one of [person, { ...bob, userId: undefined }]) {
        const facts = {
          user: one,
          coverage: { kind: 'none' as const },
          gaps: [],
          exemption: undefined,
          lastSeen: undefined,
        };
        const write = { kind: 'assessment' as const, accountId, entry: assessmentEntry(one) };
        await table.apply({ ...write, assessment: assess(facts, question) });
      }
      await table.apply({ kind: 'watch', accountId, entry: regionEntry(region()), what: 'lastProof', at: now });
      const whole = await table.readAccount(accountId);
      for (const who of [person.userName.toUpperCase(), user(), person.arn]) {
        const { lastSeen, assessments, watches } = await table.readUsers(accountId, who);
        const entry = assessmentEntry(person);
        expect(assessments.get(entry)).toEqual(whole.assessments.get(entry));
        expect(assessments.get(entry)?.user.userName).toBe(person.userName);
        for (const seen of fold.keys()) expect(lastSeen.get(seen)).toEqual(whole.lastSeen.get(seen));
        expect(lastSeen.get(alice(accountId))?.days.size).toBe(2);
        expect(watches).toEqual(whole.watches);
      }
    });

    it('gives back the changes from a time on, in order, and an account without them', async () => {
      const accountId = newAccount();
      const days = [3, 1, 2].map((day) => daysAgo(day));
      for (const at of days) await table.apply(changeAt(accountId, at));
      const changes = await table.changes(accountId);
      expect(changes).toEqual({
        changes: [daysAgo(3), daysAgo(2), daysAgo(1)].map(recordOf(accountId)),
        unreadable: 0,
      });
      const later = await table.changes(accountId, daysAgo(2));
      expect(later.changes.map(({ at }) => at)).toEqual([daysAgo(2), daysAgo(1)]);
      await table.apply({ kind: 'remove', accountId, entry: changeAt(accountId, daysAgo(1)).entry });
      expect((await table.changes(accountId, daysAgo(2))).changes).toHaveLength(1);
      expect(await table.readAccount(accountId)).toEqual(emptyAccount(accountId));
    });

    it('keeps the counts of the latest run of each day', async () => {
      const accountId = newAccount();
      const counts = countAssessments([]);
      for (const asOf of [daysAgo(2), daysAgo(1), daysAgo(1, 60), daysAgo(1, 30)]) {
        const day = { asOf, thresholdDays: 90, counts };
        await table.apply({ kind: 'counts', accountId, entry: countsEntry(asOf), day });
      }
      const times = async (from?: Instant) => (await table.dailyCounts(accountId, from)).map(({ asOf }) => asOf);
      expect(await times()).toEqual([daysAgo(2), daysAgo(1, 60)]);
      expect(await times(daysAgo(1))).toEqual([daysAgo(1, 60)]);
    });

    it('replaces the head of the history only where it is the one that was read', async () => {
      const accountId = newAccount();
      const [first, second] = [4, 2].map((day) => ({ beginsAt: daysAgo(4), changedAt: daysAgo(day) }));
      if (first === undefined || second === undefined) throw new Error('two heads');
      expect(await table.readHistory(accountId)).toBeUndefined();
      expect(await table.replaceHistory(accountId, undefined, first)).toBe(true);
      expect(await table.replaceHistory(accountId, undefined, second)).toBe(false);
      expect(await table.replaceHistory(accountId, second, second)).toBe(false);
      expect(await table.replaceHistory(accountId, first, second)).toBe(true);
      expect(await table.readHistory(accountId)).toEqual(second);
      for (const at of [daysAgo(3), daysAgo(2)]) await table.apply(changeAt(accountId, at));
      const { history, latestChanges } = await table.readAccount(accountId);
      expect({ history, latestChanges }).toEqual({ history: second, latestChanges: [recordOf(accountId)(daysAgo(2))] });
    });

    it('keeps what the history says of a user beside its verdict, until a verdict comes without it', async () => {
      const accountId = newAccount();
      const facts = { user: iamUser({ accountId }), lastSeen: undefined, gaps: [], exemption: undefined };
      const assessment = assess({ ...facts, coverage: { kind: 'none' } }, question);
      const entry = assessmentEntry(iamUser());
      const recordedIn = async () => (await table.readAccount(accountId)).recorded;
      const state = { state: 'unknown', lastKnown: 'idle', exempt: true, credentials: [] } as const;
      for (const recorded of [state, null]) {
        await table.apply({ kind: 'assessment', accountId, entry, assessment, recorded });
        expect(await recordedIn()).toEqual(new Map([[entry, recorded]]));
      }
      await table.apply({ kind: 'assessment', accountId, entry, assessment });
      expect((await recordedIn()).size).toBe(0);
    });

    it('lists the accounts that were announced, in order, and their latest run', async () => {
      const [one, two] = [newAccount(), newAccount()];
      for (const accountId of [two, one]) await table.apply({ kind: 'account', accountId });
      expect((await table.accounts()).filter((accountId) => accountId === one || accountId === two)).toEqual([
        one,
        two,
      ]);
      expect((await table.readAccount(one)).isKnown).toBe(true);
      const run = { asOf: daysAgo(0), thresholdDays: 90, users: 3, coverage: { kind: 'none' as const } };
      await table.apply({ kind: 'run', accountId: one, entry: runEntry, run });
      expect(await table.readRun(one)).toEqual(run);
    });
  });
}

function changeAt(accountId: AccountId, at: Instant) {
  const context = { idPrefix: 'run', isFirst: false, accountId, asOf: at, thresholdDays: 90 };
  const verdict = assess(userFacts({ user: iamUser({ accountId }) }), { now: at, thresholdDays: 90 });
  const sides = { before: undefined, after: recordedStateOf(verdict, undefined) };
  const facts = { ...sides, verdict, verdictBefore: undefined, runBefore: undefined };
  const detail = changeDetail(facts, { ...context, coverage: { kind: 'none' } });
  if (detail === undefined) throw new Error('a change without a user');
  return { kind: 'change' as const, accountId, entry: changeEntry(at, assessmentEntry(iamUser())), detail };
}

const recordOf = (accountId: AccountId) => (at: Instant) => {
  return { at, user: alice(accountId), detail: changeAt(accountId, at).detail };
};

/** Events of one id are one event: the arbitrary's ids are made to tell the events apart. */
function unique(one: Sighting): Sighting {
  const rest = [
    one.eventId,
    one.eventSource,
    one.eventName,
    one.region,
    one.sourceAddress,
    one.userAgent,
    one.accessKeyId,
    one.errorCode,
    one.credential,
    one.userName,
    one.arn,
  ];
  return { ...one, eventId: JSON.stringify(rest) };
}
