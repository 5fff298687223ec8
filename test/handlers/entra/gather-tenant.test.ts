import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answered, failed, unusable } from '../../../domain/answer.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { readPeople, readPerson } from '../../../domain/providers/entra/inventory.ts';
import { parseSettings } from '../../../domain/settings/settings.ts';
import { isUnused, type State } from '../../../domain/verdict/state.ts';
import type { TenantPorts } from '../../../handlers/entra/gather-tenant.ts';
import { scanTenantLive } from '../../../handlers/entra/scan-tenant-live.ts';
import { onesAtMost } from '../../../handlers/live/list-reads.ts';
import { noPremium } from '../../../infra/entra/graph.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import { okOf } from '../../domain/ok-of.ts';
import { colleague, graphUser, tenant } from '../../domain/providers/entra/builders.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';

const settings = okOf(parseSettings({ now }, now));
const guid = (index: number) => `b7873f1b-547b-4605-ad9e-${`${index + 1000}`.padStart(12, '0')}`;

/** What Graph answers: the users of each read, how many come before it fails, and one user. */
interface World {
  readonly reads: readonly (readonly JsonObject[])[];
  readonly failsWith?: (read: number) => string | undefined;
  readonly one?: (id: string) => JsonObject | undefined;
}

function portsOf(
  { reads, failsWith = () => undefined, one = () => undefined }: World,
  asked: string[] = [],
): TenantPorts {
  let read = 0;
  return {
    clock: () => now,
    readList: async (withActivity) => {
      const value = (reads[Math.min(read, reads.length - 1)] ?? []).map((user) =>
        withActivity ? user : { ...user, signInActivity: undefined },
      );
      const why = withActivity ? failsWith(read) : undefined;
      read++;
      const listing = readPeople([{ value }]);
      const failure = why === undefined ? undefined : ({ kind: 'denied', why } as const);
      return { people: listing?.people ?? [], malformed: listing?.malformed ?? [], failure };
    },
    readOne: async (id) => {
      asked.push(id);
      const person = readPerson(one(id));
      return typeof person === 'string' ? failed(unusable(person)) : answered(person);
    },
  };
}

async function scanOf(world: World, table = memoryLastSeenTable(), asked: string[] = []) {
  const { scanned, inventory } = await scanTenantLive(tenant(), undefined, settings, table, portsOf(world, asked));
  const assessments = [...(scanned.accounts[0]?.assessments.values() ?? [])];
  const states = new Map(assessments.map(({ user, state }) => [user.userName, state]));
  return { states, missing: inventory?.missing ?? [], table, assessments };
}

const alice = graphUser();
const whole = [colleague, alice];

describe('a tenant, asked', () => {
  it('calls somebody unused after two whole reads of the list', async () => {
    const { states, missing } = await scanOf({ reads: [whole, whole] });
    expect([...states.values()].sort()).toEqual(['active', 'idle']);
    expect(missing).toEqual([]);
  });

  it('asks for no further user by id once three in a row did not come, and leaves the others to the next run', async () => {
    const silent = Array.from({ length: 9 }, (_, index) => graphUser({ id: guid(index) }));
    const forgotten = silent.map((user) => ({ ...user, signInActivity: null }));
    const asked: string[] = [];
    const ports = portsOf({
      reads: [
        [colleague, ...silent],
        [colleague, ...forgotten],
      ],
    });
    const table = memoryLastSeenTable();
    const { scanned } = await scanTenantLive(tenant(), undefined, settings, table, {
      ...ports,
      readOne: async (id) => {
        asked.push(id);
        return asked.length === 2 ? failed(unusable('404')) : failed({ kind: 'throttled', why: '429' });
      },
    });
    expect(asked).toHaveLength(5);
    const states = [...(scanned.accounts[0]?.assessments.values() ?? [])].map(({ state }) => state);
    expect(states.filter((state) => state === 'unknown')).toHaveLength(9);
  });

  it('asks once more by id for the silent on whom the reads differ, and for nobody else', async () => {
    const forgotten = { ...alice, signInActivity: null };
    const asked: string[] = [];
    const doubt = {
      reads: [whole, [{ ...colleague, signInActivity: { lastSuccessfulSignInDateTime: daysAgo(3) } }, forgotten]],
    };
    const { states } = await scanOf({ ...doubt, one: () => alice }, undefined, asked);
    expect([asked, states.get('alice@example.com')]).toEqual([[alice['id']], 'idle']);
    const fresh = { ...alice, signInActivity: { lastSuccessfulSignInDateTime: daysAgo(2) } };
    expect((await scanOf({ ...doubt, one: () => fresh })).states.get('alice@example.com')).toBe('active');
    expect((await scanOf(doubt)).states.get('alice@example.com')).toBe('unknown');
  });

  it('asks for 200 a run at most, and tomorrow first for those who were left', async () => {
    const many = Array.from({ length: onesAtMost + 5 }, (_, index) =>
      graphUser({ id: guid(index), userPrincipalName: `u${index}` }),
    );
    const world = {
      reads: [
        [colleague, ...many],
        [colleague, ...many.map((user) => ({ ...user, signInActivity: null }))],
      ],
    };
    const one = (id: string) => many.find((user) => user['id'] === id);
    const { table, states } = await scanOf({ ...world, one });
    const left = [...states].flatMap(([name, state]) => (state === 'unknown' ? [name] : []));
    expect(left).toHaveLength(5);
    const asked: string[] = [];
    await scanOf({ ...world, one }, table, asked);
    const names = asked.slice(0, 5).map((id) => `${one(id)?.['userPrincipalName']}`);
    expect(names.sort()).toEqual(left.sort());
  });

  it('without a premium licence lists everybody as unknown, and says it once', async () => {
    const { states, missing } = await scanOf({ reads: [whole], failsWith: () => noPremium });
    expect([...states.values()]).toEqual(['unknown', 'unknown']);
    expect(missing).toEqual([expect.stringMatching(/no premium licence/)]);
  });

  it('that answers nothing keeps the users of the last run, as unknown', async () => {
    const { table } = await scanOf({ reads: [whole, whole] });
    const { assessments, missing } = await scanOf(
      { reads: [[]], failsWith: () => 'Authorization_RequestDenied' },
      table,
    );
    expect(assessments.map(({ gaps }) => gaps.map(({ kind }) => kind))).toEqual([['source-failed'], ['source-failed']]);
    expect(missing[0]).toMatch(/Authorization_RequestDenied.*; grant User\.Read\.All and AuditLog\.Read\.All/);
  });
});

describe('whatever goes wrong', () => {
  const days = [0, 10, 89, 95, 200, 400];
  const people = days.map((day, index) =>
    graphUser({
      id: guid(index),
      userPrincipalName: `u${index}`,
      signInActivity: { lastSuccessfulSignInDateTime: daysAgo(day), lastSignInDateTime: daysAgo(day) },
    }),
  );
  const damages: readonly ((user: JsonObject) => JsonObject | undefined)[] = [
    (user) => user,
    () => undefined,
    (user) => ({ ...user, signInActivity: null }),
    (user) => ({ ...user, signInActivity: 'text' }),
    (user) => ({ ...user, signInActivity: { lastSuccessfulSignInDateTime: null } }),
    (user) => ({ ...user, signInActivity: { lastSuccessfulSignInDateTime: 7 } }),
    (user) => ({ ...user, createdDateTime: null }),
    (user) => ({ ...user, id: 'nobody' }),
    (user) => ({ ...user, accountEnabled: null }),
  ];
  const damaged = fc
    .array(fc.nat({ max: damages.length - 1 }), { minLength: people.length, maxLength: people.length })
    .map((picks) =>
      people.flatMap((user, index): JsonObject[] => {
        const broken = damages[picks[index] ?? 0]?.(user);
        return broken === undefined ? [] : [broken];
      }),
    );

  it('to one of both reads, nobody moves towards unused', async () => {
    const sound = (await scanOf({ reads: [people, people] })).states;
    const isNotWorse = (before: State | undefined, after: State) =>
      !isUnused(after) || (before !== undefined && isUnused(before));
    await fc.assert(
      fc.asyncProperty(
        damaged,
        fc.boolean(),
        fc.constantFrom(undefined, 'Throttled', noPremium),
        async (odd, isFirst, why) => {
          const reads = isFirst ? [odd, people] : [people, odd];
          const { states } = await scanOf({
            reads,
            failsWith: (read) => (read === (isFirst ? 0 : 1) ? why : undefined),
          });
          for (const [name, state] of states) expect([name, isNotWorse(sound.get(name), state)]).toEqual([name, true]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('to both reads at once, whoever was active is not called unused without a read that says so', async () => {
    await fc.assert(
      fc.asyncProperty(damaged, damaged, async (first, second) => {
        const { assessments } = await scanOf({ reads: [first, second] });
        for (const { state, user } of assessments) {
          const known = [first, second].map((read) => read.find((each) => each['userPrincipalName'] === user.userName));
          const isTold = known.every(
            (each) => each?.['signInActivity'] !== undefined && each['createdDateTime'] !== null,
          );
          if (isUnused(state)) expect(isTold).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
