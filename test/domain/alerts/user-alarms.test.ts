import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AlarmPlan,
  alarmCandidates,
  alarmName as nameOf,
  planUserAlarms,
  type UserAlarm,
} from '../../../domain/alerts/user-alarms.ts';
import type { Assessment } from '../../../domain/verdict/assessment.ts';
import { type State, states } from '../../../domain/verdict/state.ts';
import { account } from '../builders.ts';
import { assessed } from '../verdict/assessed.ts';

const settings = {
  accountId: account(),
  stackName: 'lastseen-prod',
  thresholdDays: 90,
  cap: 3,
  actions: ['arn:aws:sns:eu-west-1:123456789012:topic'],
  tableName: 'lastseen',
};
const alarmName = (user: Assessment) => nameOf(user, settings);
const plan = (existing: readonly UserAlarm[], users: readonly Assessment[], cap = settings.cap) =>
  planUserAlarms(existing, users, { ...settings, cap });

/** What is there after the plan was carried out. */
function applied(existing: readonly UserAlarm[], { put, remove }: AlarmPlan): UserAlarm[] {
  const alarms = new Map(existing.map((alarm) => [alarm.name, alarm]));
  for (const name of remove) alarms.delete(name);
  for (const alarm of put) alarms.set(alarm.name, alarm);
  return [...alarms.values()];
}

const users = fc
  .uniqueArray(
    fc.tuple(
      fc.stringMatching(/^[a-z+=,.@_-]{1,6}$/),
      fc.constantFrom<State>(...states),
      fc.integer({ min: 90, max: 300 }),
      fc.boolean(),
    ),
    {
      selector: ([name]) => name,
      maxLength: 9,
    },
  )
  .map((rows) =>
    rows.map(([name, state, idleDays, exempt]) =>
      assessed(name, state, { exempt, ...(state !== 'active' && { idleDays }) }),
    ),
  );
const isUnusedOf = ({ state, exemption }: ReturnType<typeof assessed>) =>
  /idle|never/.test(state) && exemption === undefined;

test('carried out, the plan leaves nothing to do', () => {
  fc.assert(
    fc.property(users, users, fc.nat(5), (before, now, cap) => {
      const alarms = applied(applied([], plan([], before, cap)), plan(applied([], plan([], before, cap)), now, cap));
      expect(plan(alarms, now, cap)).toMatchObject({ put: [], remove: [] });
    }),
  );
});

test('there are never more alarms than the cap, and each unused user has one or is listed without one', () => {
  fc.assert(
    fc.property(users, users, fc.nat(5), (before, now, cap) => {
      const existing = applied([], plan([], before, 9));
      const planned = plan(existing, now, cap);
      const alarms = applied(existing, planned);
      expect(alarms.length).toBeLessThanOrEqual(cap);
      const { withoutAlarm } = alarmCandidates(now, cap);
      const reported = new Set([...alarms.map(({ name }) => name), ...withoutAlarm.map(alarmName)]);
      for (const user of now.filter(isUnusedOf)) expect(reported).toContain(alarmName(user));
      const undecided = now
        .filter(({ state, exemption }) => state === 'unknown' && exemption === undefined)
        .map(alarmName);
      for (const { name } of alarms) expect([...now.filter(isUnusedOf).map(alarmName), ...undecided]).toContain(name);
    }),
  );
});

test('whoever has no alarm for the cap was active more lately than everyone with one', () => {
  const silent = [100, 300, 200, 250, 150].map((idleDays) => assessed(`idle-${idleDays}`, 'idle', { idleDays }));
  const { withoutAlarm } = alarmCandidates(silent, settings.cap);
  expect(plan([], silent).put.map(({ name }) => name)).toEqual(
    [300, 250, 200].map((days) => `lastseen/lastseen-prod/123456789012/idle-${days}`),
  );
  expect(withoutAlarm.map(({ user }) => user.userName)).toEqual(['idle-150', 'idle-100']);
});

test('alarms of others are left alone, also those of another account or stack', () => {
  const [mine] = plan([], [assessed('ann', 'idle')]).put;
  const others = [
    'lastseen/lastseen-prod/999999999999/ann',
    'lastseen/lastseen-prod/1234567890123/ann',
    'lastseen/lastseen-prod-2/123456789012/ann',
    'lastseen/999999999999/ann',
    'billing',
    'my-lastseen/lastseen-prod/123456789012/ann',
  ];
  const existing = others.map((name) => ({ ...(mine ?? expect.fail('no alarm')), name }));
  expect(plan(existing, []).remove).toEqual([]);
});

test('an alarm under its former name is removed and made anew, if it is of this table; one of another stage stays', () => {
  const ann = assessed('ann', 'idle');
  const alarm = plan([], [ann]).put[0] ?? expect.fail('no alarm');
  const former = (tableName: string) => ({
    ...alarm,
    name: 'lastseen/123456789012/ann',
    description: alarm.description.replace('--table-name lastseen ', `--table-name ${tableName} `),
  });
  expect(plan([former('lastseen')], [ann])).toEqual({ put: [alarm], remove: ['lastseen/123456789012/ann'] });
  expect(plan([alarm], [ann])).toEqual({ put: [], remove: [] });
  for (const table of ['lastseen-dev', 'my-lastseen', 'lastseen.2'])
    expect(plan([former(table)], [ann])).toEqual({ put: [alarm], remove: [] });
  expect(plan([{ ...former('lastseen'), description: 'lastseen' }], []).remove).toEqual([]);
});

test('a user who came back, went or is exempt now loses its alarm; one that cannot be judged keeps it', () => {
  const before = applied(
    [],
    plan(
      [],
      ['ann', 'ben', 'cai', 'dee'].map((name) => assessed(name, 'idle')),
      9,
    ),
  );
  const now = [assessed('ann', 'active'), assessed('ben', 'idle', { exempt: true }), assessed('cai', 'unknown')];
  expect(plan(before, now).remove).toEqual(
    ['ann', 'ben', 'dee'].map((name) => `lastseen/lastseen-prod/123456789012/${name}`),
  );
  expect(plan([], now).put).toEqual([]);
});

test('an unused user takes the place of one that cannot be judged', () => {
  const before = applied([], plan([], [assessed('cai', 'idle')], 1));
  const planned = plan(before, [assessed('cai', 'unknown'), assessed('eve', 'idle')], 1);
  expect(planned.remove).toEqual(['lastseen/lastseen-prod/123456789012/cai']);
  expect(planned.put.map(({ name }) => name)).toEqual(['lastseen/lastseen-prod/123456789012/eve']);
});

test('an alarm whose threshold, topic or words are not the wanted ones is set right', () => {
  const ann = assessed('ann', 'idle');
  const [alarm] = plan([], [ann]).put;
  const wanted = alarm ?? expect.fail('no alarm');
  for (const changes of [{ thresholdDays: 60 }, { actions: [] }, { description: 'mine' }, { dimensions: {} }]) {
    expect(plan([{ ...wanted, ...changes }], [ann]).put).toEqual([wanted]);
  }
});

test('the description says what happened, what it means and how to look closer, within 1,024 characters', () => {
  const [alarm] = plan([], [assessed('ann', 'idle')]).put;
  expect(alarm?.description).toBe(
    'IAM user ann was last active 2026-05-07T08:00:00Z: no activity for 90 days or more. Nobody seems to need its credentials (password). ' +
      'Ask its owner, then deactivate them, or exempt the user by its tag. Look closer: aws dynamodb get-item --table-name lastseen ' +
      `--key '{"accountId":{"S":"123456789012"},"entry":{"S":"user#AIDA0000000000616E6E#assessment"}}'`,
  );
});

test('odd names make safe alarm names, each its own', () => {
  const odd = ['a/b', 'a%2Fb', 'é', "o'neil", 'x y', 'a\nb', 'alice@example.com'];
  const names = odd.map((name) =>
    alarmName({ ...assessed('ann', 'idle'), user: { ...assessed('ann', 'idle').user, userName: name } }),
  );
  expect(new Set(names).size).toBe(odd.length);
  for (const name of names) expect(name).toMatch(/^lastseen\/lastseen-prod\/123456789012\/[\w+=,.@%-]+$/);
  expect(names.at(-1)).toBe('lastseen/lastseen-prod/123456789012/alice@example.com');
});
