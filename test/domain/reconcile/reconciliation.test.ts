import { describe, expect, it } from 'vitest';
import type { Malformed } from '../../../domain/cloudtrail/record.ts';
import type { IamUser } from '../../../domain/inventory/iam-user.ts';
import type { Question } from '../../../domain/question.ts';
import { type ReadingGaps, reconcile } from '../../../domain/reconcile/reconciliation.ts';
import { assessmentEntry, type Entry, nameEntry, userEntry } from '../../../domain/sightings/entry.ts';
import type { StoredAccount } from '../../../domain/table/stored-account.ts';
import { countAssessments } from '../../../domain/verdict/counts.ts';
import {
  accessKey,
  account,
  daysAgo,
  iamUser,
  lastSeen,
  never,
  now,
  password,
  question,
  region,
  sighting,
  usedAt,
  user,
} from '../builders.ts';
import { storing } from '../table/table-model.ts';

const allRead: ReadingGaps = { unreadableLogFiles: 0, unreadableRecords: new Map() };
const empty = storing(new Map());
const timeless = (userName: string | undefined): Malformed => ({
  kind: 'malformed',
  field: 'eventTime',
  why: 'missing',
  subject: undefined,
  userName,
});
const judge = (
  users: readonly IamUser[],
  stored: StoredAccount = empty,
  reading: ReadingGaps = allRead,
  asked: Question = question,
) => reconcile(stored, users, [], reading, asked);
const statesOf = ({ assessments }: ReturnType<typeof judge>) => [...assessments.values()].map(({ state }) => state);
const people = (count: number, changes: Partial<IamUser> = {}) =>
  Array.from({ length: count }, (_, index) =>
    iamUser({ userName: `user${index}`, userId: user(`AIDAUSER000${index}`), ...changes }),
  );

describe('an account', () => {
  it('is its inventory judged by what was seen, with the rest kept apart', () => {
    const stored = storing(
      new Map([
        [userEntry(user()), lastSeen(sighting())],
        [nameEntry('carol'), lastSeen(sighting())],
      ]),
    );
    const { assessments, notInInventory, run } = judge([iamUser(), ...people(1)], stored);
    expect([...assessments].map(([entry, { state }]) => [entry, state])).toEqual([
      [assessmentEntry(iamUser()), 'active'],
      ['user#AIDAUSER0000#assessment', 'idle'],
    ]);
    expect([...notInInventory.keys()]).toEqual(['name#carol']);
    expect(run).toEqual({ asOf: now, thresholdDays: 90, users: 2, coverage: { kind: 'none' } });
  });

  it('without users has no verdicts', () => {
    expect(judge([])).toMatchObject({ assessments: new Map(), run: { users: 0 } });
  });

  it('is judged by the coverage of the whole window that was asked for', () => {
    const days = new Map([['2026-11' as never, 0x7fffffff]]);
    const stored = storing(new Map(), { watches: new Map([[region(), { lastRecord: now, lastProof: now, days }]]) });
    const asked = (thresholdDays: number) => judge(people(1), stored, allRead, { now, thresholdDays });
    const corroborated = (days: number) => [...asked(days).assessments.values()].map((one) => one.corroborated);
    expect([corroborated(22), corroborated(23)]).toEqual([[true], [false]]);
  });

  it('has exemptions beside the states', () => {
    const rule = { kind: 'name', pattern: 'alice', terms: { until: undefined, reason: undefined } } as const;
    const { assessments } = reconcile(empty, [iamUser(), ...people(1)], [rule], allRead, question);
    expect([...assessments.values()].map(({ state, exemption }) => [state, exemption?.by])).toEqual([
      ['idle', 'name alice'],
      ['idle', undefined],
    ]);
  });
});

describe('what could not be read', () => {
  it('of the log files makes every silent user unknown, and no active one', () => {
    const active = iamUser({ userName: 'bob', userId: user('AIDABOB00001'), passwordLastUsed: daysAgo(1) });
    const reading = { ...allRead, unreadableLogFiles: 2 };
    expect(statesOf(judge([...people(2), active], empty, reading))).toEqual(['unknown', 'unknown', 'active']);
    const [first] = [...judge(people(1), empty, reading).assessments.values()];
    expect(first?.gaps).toEqual([{ kind: 'log-files-unreadable', files: 2 }]);
  });

  it.each<[string, Entry, IamUser]>([
    ['by id', userEntry(user()), iamUser()],
    ['by name', nameEntry('alice'), iamUser({ userName: 'Alice' })],
    ['by name, of a user without an id', nameEntry('alice'), iamUser({ userId: undefined })],
  ])('of a user makes that user unknown, and nobody else: %s', (_, entry, alice) => {
    const reading = { ...allRead, unreadableRecords: new Map([[entry, timeless(undefined)]]) };
    const { assessments } = judge([alice, ...people(1)], empty, reading);
    const verdicts = [...assessments.values()];
    expect(verdicts.map(({ state }) => state)).toEqual(['unknown', 'idle']);
    expect(verdicts[0]?.gaps).toEqual([{ kind: 'record-unreadable', field: 'eventTime' }]);
  });

  it('of an id that was seen under the name of a user without an id', () => {
    const entry = userEntry(user());
    const reading = { ...allRead, unreadableRecords: new Map([[entry, timeless('user-1')]]) };
    const stored = storing(new Map([[entry, lastSeen(sighting({ at: daysAgo(100) }))]]));
    expect(statesOf(judge([iamUser({ userId: undefined })], stored, reading))).toEqual(['unknown']);
  });
});

describe('an unreadable record that gives both id and name', () => {
  const reading = { ...allRead, unreadableRecords: new Map([[userEntry(user()), timeless('Alice')]]) };

  it('is of the user of that name where the inventory has no ids', () => {
    expect(statesOf(judge([iamUser({ userId: undefined })], empty, reading))).toEqual(['unknown']);
  });

  it('is not of another user of that name, who has an id', () => {
    expect(statesOf(judge([iamUser({ userId: user('AIDAOTHER00000000009') })], empty, reading))).toEqual(['idle']);
  });
});

describe('many users who fall silent at once', () => {
  const silent = people(3);
  const wereActive = (users: readonly IamUser[]) =>
    storing(new Map(), {
      assessments: judge(users.map((one) => ({ ...one, passwordLastUsed: daysAgo(1) }))).assessments,
    });

  it('are unknown: a source is more likely broken than everybody gone', () => {
    const { assessments } = judge(silent, wereActive(silent));
    expect([...assessments.values()]).toMatchObject(
      silent.map(() => ({ state: 'unknown', gaps: [{ kind: 'all-silent-at-once', users: 3 }] })),
    );
  });

  it('stay unknown when asked again, for asking twice changes nothing', () => {
    const once = judge(silent, wereActive(silent)).assessments;
    expect(judge(silent, storing(new Map(), { assessments: once })).assessments).toEqual(once);
  });

  it('are trusted as soon as anybody is active', () => {
    const awake = { ...people(4)[3], passwordLastUsed: daysAgo(1) } as IamUser;
    const once = storing(new Map(), { assessments: judge(silent, wereActive(silent)).assessments });
    expect(statesOf(judge([...silent, awake], wereActive(silent)))).toEqual(['idle', 'idle', 'idle', 'active']);
    expect(statesOf(judge([...silent, awake], once))).toEqual(['idle', 'idle', 'idle', 'active']);
  });

  it('are only those who were active before', () => {
    const all = people(4);
    expect(statesOf(judge(all, wereActive(silent)))).toEqual(['unknown', 'unknown', 'unknown', 'idle']);
  });

  it('are trusted where the threshold is another than last time', () => {
    const before = {
      ...wereActive(silent),
      run: { asOf: daysAgo(1), thresholdDays: 200, users: 3, coverage: { kind: 'none' as const } },
    };
    expect(statesOf(judge(silent, before))).toEqual(['idle', 'idle', 'idle']);
  });

  it('are no two, and none who were silent before', () => {
    expect(statesOf(judge(people(2), wereActive(people(2))))).toEqual(['idle', 'idle']);
    const wereIdle = storing(new Map(), { assessments: judge(silent).assessments });
    expect(statesOf(judge(silent, wereIdle))).toEqual(['idle', 'idle', 'idle']);
  });
});

describe('counts', () => {
  const verdicts = (users: readonly IamUser[], pattern = 'nobody') => {
    const rule = { kind: 'name', pattern, terms: { until: undefined, reason: undefined } } as const;
    return countAssessments(reconcile(empty, users, [rule], allRead, question).assessments.values());
  };

  it('are of each state, and add up', () => {
    const [a, b, c, d, e] = people(5);
    const counts = verdicts([
      { ...a, passwordLastUsed: daysAgo(1) } as IamUser,
      b as IamUser,
      { ...c, credentials: [] } as IamUser,
      { ...d, credentials: undefined, gaps: [{ kind: 'no-row' }] } as IamUser,
      { ...e, createdAt: daysAgo(1) } as IamUser,
    ]);
    expect(counts).toMatchObject({ users: 5, active: 1, idle: 1, 'never-used': 1, unknown: 1, new: 1 });
    expect(counts).toMatchObject({ unused: 2, unusedNotExempt: 2, exempt: 0, withoutCredentials: 1 });
  });

  it('of the unused who are not exempt leave out who is, until the exemption ends', () => {
    expect(verdicts(people(3), 'user0')).toMatchObject({ unused: 3, unusedNotExempt: 2, exempt: 1 });
    const ended = { kind: 'name', pattern: '*', terms: { until: '2020-01-01', reason: undefined } } as const;
    const { assessments } = reconcile(empty, people(3), [ended], allRead, question);
    expect(countAssessments(assessments.values())).toMatchObject({ unusedNotExempt: 3, exempt: 0 });
  });

  it('of unused credentials are those that are active', () => {
    const credentials = [
      password(),
      accessKey(),
      accessKey({ lastUse: never }),
      accessKey({ status: 'inactive' }),
      accessKey({ lastUse: usedAt(daysAgo(1)) }),
      accessKey({ lastUse: never, createdAt: daysAgo(1) }),
    ];
    expect(verdicts([iamUser({ credentials })])).toMatchObject({ unusedAccessKeys: 2, unusedPasswords: 1 });
  });

  it('of nobody are nought', () => {
    expect(new Set(Object.values(countAssessments([])))).toEqual(new Set([0]));
    expect(empty.accountId).toBe(account());
  });
});
