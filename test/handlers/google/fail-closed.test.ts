import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProviderReport } from '../../../domain/inventory/iam-user.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { addPage, newAnswers, proveAnswers } from '../../../domain/providers/google/activity-answers.ts';
import { foldActivity, newActivityFold } from '../../../domain/providers/google/activity-fold.ts';
import { readPeople } from '../../../domain/providers/google/inventory.ts';
import { readUsagePage } from '../../../domain/providers/google/usage.ts';
import { parseSettings } from '../../../domain/settings/settings.ts';
import { isUnused, type State } from '../../../domain/verdict/state.ts';
import { customerInventory } from '../../../handlers/google/gather-customer.ts';
import { scan } from '../../../handlers/scan/scan.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import { okOf } from '../../domain/ok-of.ts';
import {
  activity,
  customer,
  directoryUser,
  never,
  silentLog,
  usagePage,
  usageReport,
} from '../../domain/providers/google/builders.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';

const settings = okOf(parseSettings({ now }, now));
const idOf = (index: number) => `1080000000000000001${index}`;
const actor = (index: number) => ({ actor: { callerType: 'USER', profileId: idOf(index), email: `u${index}@x.org` } });

/** Last uses of six people, in days: by login, by mail, by a token. */
const people = [
  { login: 0, mail: 400, token: 400 },
  { login: 200, mail: 20, token: 400 },
  { login: 200, mail: 400, token: 30 },
  { login: 120, mail: 130, token: 140 },
  { login: 300, mail: 400, token: 400 },
  { login: 95, mail: 95, token: 95 },
];

interface World {
  readonly reads: readonly (readonly JsonObject[])[];
  readonly usage: readonly JsonObject[];
  readonly login: readonly JsonObject[];
  readonly token: readonly JsonObject[];
  readonly failed: ReadonlyMap<ProviderReport, string>;
  /** Whether the answers about activities go on, and the next page was not given. */
  readonly hasNext: boolean;
}

const listed = people.map(({ login }, index) =>
  directoryUser({ id: idOf(index), primaryEmail: `u${index}@x.org`, lastLoginTime: daysAgo(login) }),
);

const usage = people.flatMap(({ login, mail }, index) =>
  [2, 30, 58, 86].map((day) =>
    usageReport(
      day,
      {
        'accounts:last_login_time': login < day ? never : daysAgo(login),
        'gmail:last_imap_time': mail < day || mail > day + 30 ? never : daysAgo(mail),
      },
      { entity: { type: 'USER', userEmail: `u${index}@x.org`, profileId: idOf(index) } },
    ),
  ),
);

const sound: World = {
  reads: [listed, listed],
  usage,
  login: [
    ...silentLog('login'),
    ...people.map(({ login }, index) => activity('login', login, undefined, actor(index))),
  ],
  token: [
    ...silentLog('token'),
    ...people.map(({ token }, index) => activity('token', token, undefined, actor(index))),
  ],
  failed: new Map(),
  hasNext: false,
};

/** The states after a scan of this world, by user. */
async function statesOf({ reads, usage: reports, login, token, failed, hasNext }: World): Promise<Map<string, State>> {
  const activities = newActivityFold();
  const answers = newAnswers();
  for (const items of [login, token]) {
    const readings = items.map((item) => foldActivity(activities, item, customer(), now));
    addPage(answers, { readings, hasNext, place: 'a file' });
  }
  proveAnswers(answers, activities, customer(), now);
  const lists = reads.map((users) => ({ people: readPeople([{ users }])?.people ?? [], madeAt: now }));
  const rows = readUsagePage(usagePage(...reports))?.rows ?? [];
  const given = {
    accountId: customer(),
    lists,
    readById: new Set<string>(),
    usage: rows,
    activities,
    failed,
    missing: [],
  };
  const table = memoryLastSeenTable();
  const inventory = customerInventory(given, await table.readAccount(customer()), settings.question);
  const reading = {
    fold: activities.records,
    files: 1,
    skippedFiles: { digest: 0, insight: 0, other: 0 },
    unreadable: [],
    malformedRecords: [],
  };
  const { accounts } = await scan(reading, inventory, settings, table);
  const assessments = [...(accounts[0]?.assessments.values() ?? [])];
  return new Map(assessments.map(({ user, state }) => [`${user.userId}`, state]));
}

type Damage = (value: JsonObject) => JsonObject | undefined;
const without =
  (field: string): Damage =>
  (value) => ({ ...value, [field]: null });

const ofUsers: readonly Damage[] = [
  (user) => user,
  () => undefined,
  without('lastLoginTime'),
  (user) => ({ ...user, lastLoginTime: never }),
  (user) => ({ ...user, lastLoginTime: 7 }),
  without('creationTime'),
  without('suspended'),
  without('id'),
];
const parametersOf = (report: JsonObject): readonly unknown[] =>
  Array.isArray(report['parameters']) ? report['parameters'] : [];
const ofReports: readonly Damage[] = [
  (report) => report,
  () => undefined,
  without('entity'),
  without('date'),
  without('parameters'),
  (report) => ({ ...report, parameters: parametersOf(report).slice(1) }),
  (report) => ({ ...report, parameters: parametersOf(report).slice(0, 2) }),
  (report) => ({ ...report, parameters: [{ name: 'accounts:last_login_time', datetimeValue: 'x' }] }),
];
const ofActivities: readonly Damage[] = [
  (item) => item,
  without('id'),
  without('events'),
  without('actor'),
  (item) => ({ ...item, events: [{ name: 'something_new' }] }),
];

/** Values of which each is damaged in some way, or not. */
const damaged = (values: readonly JsonObject[], damages: readonly Damage[]) =>
  fc.array(fc.nat({ max: damages.length - 1 }), { minLength: values.length, maxLength: values.length }).map((picks) =>
    values.flatMap((value, index): JsonObject[] => {
      const odd = damages[picks[index] ?? 0]?.(value);
      return odd === undefined ? [] : [odd];
    }),
  );

const failures = fc
  .subarray<ProviderReport>(['google-usage-report', 'google-login-activity', 'google-token-activity'])
  .map((sources) => new Map(sources.map((source) => [source, '403 forbidden'])));

/** Any one part of what is read, broken anyhow. */
const broken: fc.Arbitrary<Partial<World>> = fc.oneof(
  fc.tuple(damaged(listed, ofUsers), fc.boolean()).map(([odd, isFirst]) => ({
    reads: isFirst ? [odd, listed] : [listed, odd],
  })),
  damaged(listed, ofUsers).map((odd) => ({ reads: [odd, odd] })),
  damaged(usage, ofReports).map((odd) => ({ usage: odd })),
  damaged(sound.token, ofActivities).map((token) => ({ token })),
  damaged(sound.login, ofActivities).map((login) => ({ login })),
  failures.map((failed) => ({ failed })),
  fc.constant({ hasNext: true }),
);

describe('whatever goes wrong with what Google answers', () => {
  it('nothing: the sound world has active and unused people', async () => {
    expect([...(await statesOf(sound)).values()]).toEqual(['active', 'active', 'active', 'idle', 'idle', 'idle']);
  });

  it('nobody moves towards unused', async () => {
    const before = await statesOf(sound);
    let unknown = 0;
    await fc.assert(
      fc.asyncProperty(broken, async (part) => {
        for (const [id, state] of await statesOf({ ...sound, ...part })) {
          if (isUnused(state)) expect([id, before.get(id)]).toEqual([id, 'idle']);
          if (state === 'unknown') unknown++;
        }
      }),
      { numRuns: 50 },
    );
    expect(unknown).toBeGreaterThan(20);
  });
});
