import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { bootstrap, figuresOf, tallyOf } from './evaluate.ts';
import { gitAuthors } from './git-authors.ts';
import { kindNames, peopleOf, type Subject } from './people.ts';
import { ownRule, type Rule, rules } from './rules.ts';

const ruleOf = (name: string): Rule => rules[name] ?? expect.fail(name);

/** Every day from 0 on, `length` days. */
const daily = (length: number) => Array.from({ length }, (_, day) => day);
const subject = (days: readonly number[], to = 800): Subject => ({ kind: 'made', days, from: 0, to });

describe('the rule that is published', () => {
  const people = peopleOf(1, 1000);
  const own = people.map((each) => tallyOf(each, ruleOf(ownRule)));

  it('keeps its goals on the generator: at most 0.05 false alarms a user-year, precision at least 0.85', () => {
    const { falseAlarmsPerUserYear, precision, userYears } = figuresOf(own);
    expect(userYears).toBeGreaterThan(1000);
    expect(falseAlarmsPerUserYear).toBeLessThanOrEqual(0.05);
    expect(precision).toBeGreaterThanOrEqual(0.85);
    expect(bootstrap(own, 1, (figures) => figures.falseAlarmsPerUserYear).high).toBeLessThanOrEqual(0.05);
  });

  it('raises fewer false alarms than any rule it is compared with', () => {
    const alarms = ([, rule]: readonly [string, Rule]) =>
      figuresOf(people.map((each) => tallyOf(each, rule))).falseAlarmsPerUserYear;
    const others = Object.entries(rules).filter(([name]) => name !== ownRule);
    expect(Math.min(...others.map(alarms))).toBeGreaterThan(10 * figuresOf(own).falseAlarmsPerUserYear);
  });
});

describe('the generator', () => {
  it('makes the same people of the same seed, of all kinds', () => {
    expect(peopleOf(5, 50)).toEqual(peopleOf(5, 50));
    expect(peopleOf(5, 50)).not.toEqual(peopleOf(6, 50));
    expect([...new Set(peopleOf(1, 500).map(({ kind }) => kind))].sort()).toEqual([...kindNames].sort());
  });
});

describe('the evaluation', () => {
  const own = (days: readonly number[], to?: number) => tallyOf(subject(days, to), ruleOf(ownRule));

  it.each([
    [
      'a silence that goes on to the threshold, announced after 28 days',
      daily(200),
      800,
      { leads: [62], reached: 1, falseAlarms: 0 },
    ],
    [
      'a return on day 29, a day after the announcement',
      [...daily(200), 228],
      250,
      { leads: [], reached: 0, falseAlarms: 1 },
    ],
    [
      'a return on the very day of the announcement',
      [...daily(200), 227],
      250,
      { leads: [], reached: 0, falseAlarms: 0 },
    ],
    ['a return on day 90', [...daily(200), 289], 300, { leads: [62], reached: 1, falseAlarms: 0 }],
    ['a return on day 89', [...daily(200), 288], 300, { leads: [], reached: 0, falseAlarms: 1 }],
    ['a silence that the end of the data cuts off', daily(200), 280, { leads: [], reached: 0, falseAlarms: 0 }],
    [
      'a silence within the first 100 days',
      [...daily(90), ...daily(300).slice(180)],
      310,
      { leads: [], reached: 0, falseAlarms: 0 },
    ],
  ])('counts %s', (_, days, to, expected) => {
    expect(own(days, to)).toMatchObject(expected);
  });

  it('judges a silence by what came before it alone', () => {
    const after = daily(400)
      .slice(300)
      .map((day) => day * 2);
    expect(own([...daily(200), ...after]).leads).toEqual(own(daily(200)).leads);
  });
});

describe('the authors of git repositories', () => {
  it('are their days with commits, of whatever spelling of the address', () => {
    const repository = join(temporaryFolder(), 'repository');
    const noon = (day: number) => (15_000 + day) * 86_400 + 43_200;
    const commit = (email: string, day: number, rest: string) =>
      `commit refs/heads/main\nauthor A <${email}> ${noon(day)} +0900\ncommitter C <c@example.com> ${noon(0)} +0000\ndata 0\n${rest}\n`;
    const commits = Array.from({ length: 12 }, (_, day) =>
      commit(day % 2 ? 'A@example.com' : 'a@example.com', day * 2, ''),
    );
    execFileSync('git', ['init', '--quiet', repository]);
    execFileSync('git', ['-C', repository, 'fast-import', '--quiet'], {
      input: [...commits, commit('rare@example.com', 30, '')].join(''),
    });
    const days = Array.from({ length: 12 }, (_, day) => 15_000 + day * 2);
    expect(gitAuthors(repository)).toEqual([{ kind: 'git author', days, from: 15_000, to: 15_031 }]);
    expect(gitAuthors(join(repository, '..'))).toHaveLength(1);
  });
});
