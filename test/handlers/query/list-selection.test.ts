import { describe, expect, it } from 'vitest';
import { assess } from '../../../domain/verdict/assessment.ts';
import { everyRow, parseListSelection, type RawListSelection } from '../../../handlers/query/list-selection.ts';
import { keyRows, selectRows, userRows } from '../../../handlers/query/select-rows.ts';
import { keyReports } from '../../../handlers/report/key-report.ts';
import { userReport } from '../../../handlers/report/user-report.ts';
import {
  accessKey,
  daysAgo,
  facts,
  iamUser,
  never,
  notTracked,
  now,
  password,
  question,
  usedAt,
} from '../../domain/builders.ts';

const problemsOf = (raw: RawListSelection) => {
  const parsed = parseListSelection(raw, userRows.columns);
  return parsed.kind === 'ok' ? [] : parsed.problems.map(({ field, given, todo }) => `${field} ${given}: ${todo}`);
};
const selectionOf = (
  raw: RawListSelection,
  kind: { columns: typeof userRows.columns | typeof keyRows.columns } = userRows,
) => {
  const parsed = parseListSelection(raw, kind.columns);
  if (parsed.kind === 'wrong') throw new Error(parsed.problems.map(({ todo }) => todo).join('; '));
  return parsed.value;
};
const run = { asOf: now, thresholdDays: 90, coverage: { kind: 'none' } } as const;
const assessmentOf = (userName: string, days: number, tags: Record<string, string> = {}, exempt = false) => {
  const user = iamUser({
    userName,
    credentials: [
      password({ lastUse: usedAt(daysAgo(days)) }),
      accessKey({ status: 'inactive', lastUse: never, createdAt: daysAgo(days + 100) }),
    ],
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  });
  const exemption = exempt ? { by: 'tag keep', until: undefined, reason: undefined, ended: false } : undefined;
  return assess(facts({ user, exemption }), question);
};
const all = [
  assessmentOf('ann', 1, { Owner: 'zoe', team: 'ops' }),
  assessmentOf('ben', 85, { owner: 'ada' }),
  assessmentOf('cai', 100, {}, true),
  assessmentOf('dan', 300, { team: '=1+2' }),
];
const users = all.map((assessment) => userReport(assessment, run));
const keys = all.flatMap((assessment) => keyReports(assessment, run));
const namesOf = (raw: RawListSelection) =>
  selectRows(users, selectionOf(raw), userRows).shown.map(({ userName }) => userName);
const keysOf = (raw: RawListSelection) =>
  selectRows(keys, selectionOf(raw, keyRows), keyRows).shown.map(({ userName, kind }) => `${userName} ${kind}`);

describe('a selection of users', () => {
  it.each<[string, RawListSelection, string[]]>([
    ['is everybody, unused first', {}, ['dan', 'cai', 'ben', 'ann']],
    ['has several states', { state: ['idle,new', 'ACTIVE'] }, ['dan', 'cai', 'ben', 'ann']],
    ['has unused for both', { state: ['unused'] }, ['dan', 'cai']],
    ['leaves out exempt users', { state: ['unused'], notExempt: true }, ['dan']],
    ['has a tag with any value, in any case of the key', { tag: ['OWNER'] }, ['ben', 'ann']],
    ['has a tag of exactly this value', { tag: ['owner=ada'] }, ['ben']],
    ['has a value that holds =', { tag: ['team==1+2'] }, ['dan']],
    ['has all of several tags', { tag: ['owner', 'team=ops'] }, ['ann']],
    ['has who crosses within five days, the fifth included', { soon: '5' }, ['ben']],
    ['has nobody who crosses within four', { soon: '4' }, []],
    ['is idle for at least so long', { idleFor: '100' }, ['dan', 'cai']],
    ['is sorted by name', { sort: 'user' }, ['ann', 'ben', 'cai', 'dan']],
    ['is sorted downwards', { sort: '-user' }, ['dan', 'cai', 'ben', 'ann']],
    ['is sorted by numbers as numbers', { sort: 'days:asc' }, ['ann', 'ben', 'cai', 'dan']],
    ['is sorted by a tag, who has none last', { sort: 'tag:owner:desc' }, ['ann', 'ben', 'dan', 'cai']],
    ['is sorted by one field, then another', { sort: 'state,-user' }, ['ben', 'ann', 'dan', 'cai']],
    ['is cut after sorting', { sort: 'idle-days', limit: '2' }, ['ann', 'ben']],
  ])('%s', (_, raw, names) => {
    expect(namesOf(raw)).toEqual(names);
  });

  it('counts who matches beyond the limit', () => {
    expect(selectRows(users, { ...everyRow, limit: 1 }, userRows)).toMatchObject({ shown: [{}], matching: 4 });
  });
});

describe('a selection of credentials', () => {
  it.each<[string, RawListSelection, string[]]>([
    [
      'has the state of the credential, not of its user',
      { state: ['never-used'], tag: ['owner'] },
      ['ben access-key', 'ann access-key'],
    ],
    [
      'is older than so many days, that day included',
      { olderThan: '400' },
      ['dan password', 'cai password', 'dan access-key', 'ben password', 'ann password'],
    ],
    ['is usable where it is active', { usable: true, state: ['unused'] }, ['dan password', 'cai password']],
    ['crosses the threshold soon', { soon: '5' }, ['ben password']],
  ])('%s', (_, raw, names) => {
    expect(keysOf(raw)).toEqual(names);
  });

  it('of unknown age is not called old', () => {
    const undated = keys.map((key) => ({ ...key, ageDays: null }));
    expect(selectRows(undated, { ...everyRow, olderThanDays: 0 }, keyRows).shown).toEqual([]);
  });
});

it('a credential whose use nobody records is not called never used, and not idle for any time', () => {
  const certificate = { ...password(), kind: 'signing-certificate', id: 'cert_1', lastUse: notTracked } as const;
  const user = iamUser({ credentials: [certificate, accessKey({ lastUse: never, createdAt: daysAgo(100) })] });
  const reports = keyReports(assess(facts({ user }), question), run);
  expect(reports).toMatchObject([
    { state: 'unknown', lastUsed: null, lastUse: 'not-tracked', idleDays: null, ageDays: 400 },
    { state: 'never-used', lastUsed: null, lastUse: 'never', idleDays: 100, ageDays: 100 },
  ]);
});

describe('what was typed', () => {
  it.each<[RawListSelection, RegExp]>([
    [
      { state: ['idel'] },
      /^state idel: did you mean idle\? give one of active, idle, never-used, new, unknown, unused$/,
    ],
    [{ state: ['idle,'] }, /^state : give one of active/],
    [{ sort: 'nam' }, /^sort nam: did you mean .*userName.*\? give one of accountId, .*, tag:KEY$/],
    [{ columns: 'user,tag:' }, /^columns tag:: .*give one of accountId/],
    [{ columns: 'ageDays' }, /^columns ageDays: .*give one of/],
    [{ tag: ['=x'] }, /^tag =x: give a tag's key, or KEY=VALUE$/],
    [{ limit: '0' }, /^limit 0: give a whole number from 1 to 1000000$/],
    [{ idleFor: '36501' }, /^idleFor 36501: give whole days from 0 to 36500$/],
    [{ soon: '-1' }, /^soon -1: give whole days from 0 to 3650$/],
    [{ olderThan: 'x' }, /^olderThan x: give whole days from 0 to 36500$/],
  ])('%j is refused in one line', (raw, line) => {
    expect(problemsOf(raw)).toEqual([expect.stringMatching(line)]);
  });

  it('finds columns by any of their names', () => {
    expect(selectionOf({ columns: 'USER,last-seen,idle_days,Why,tag:Cost Center' }).columns).toEqual([
      'userName',
      'lastActivityAt',
      'idleDays',
      'summary',
      'tag:Cost Center',
    ]);
  });
});
