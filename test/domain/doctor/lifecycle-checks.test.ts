import { describe, expect, it } from 'vitest';
import { answered, failed } from '../../../domain/answer.ts';
import { checkLifecycle, type LifecycleFacts } from '../../../domain/doctor/lifecycle-checks.ts';
import { checkForwarding, watchingState } from '../../../domain/doctor/rule-checks.ts';
import type { Instant } from '../../../domain/time.ts';
import { daysAgo, now, region } from '../builders.ts';
import { entriesOf, person, standing } from '../lifecycle/world.ts';

const home = region('eu-west-1');
const rule = (state: string | undefined) => ({ name: 'lastseen-prod-returns', state, targets: [aTarget] });
const aTarget = { arn: 'arn:aws:lambda:eu-west-1:123456789012:function:quarantine', hasDeadLetters: false };
const whole: LifecycleFacts = {
  stage: 'quarantine',
  parameters: new Map([
    ['FallbackOwner', 'security@example.com'],
    ['Approvers', 'ann'],
    ['EvidenceKeyArn', 'create'],
    ['EvidenceBucket', 'create'],
  ]),
  planned: answered<Instant | undefined>(daysAgo(1)),
  entries: answered(entriesOf([])),
  returns: answered(rule('ENABLED')),
};
const quarantined = answered(entriesOf([standing(person(1), { state: 'quarantined' })]));

/** The status and the words of each check. */
function said(changes: Partial<LifecycleFacts> = {}): Readonly<Record<string, string>> {
  const findings = checkLifecycle({ ...whole, ...changes }, answered(new Map()), [home], now);
  return Object.fromEntries(findings.map(({ check, status, says }) => [check, `${status}: ${says}`]));
}

describe('the stage that quarantines', () => {
  it('is well where it plans, is told whom to ask, keeps its records and nobody stopped it', () => {
    const { unproven, ...rest } = said();
    expect(Object.keys(rest)).toEqual(['plan', 'brake', 'listening', 'returns', 'owners', 'approvers', 'evidence']);
    expect(Object.values(rest).filter((each) => !each.startsWith('ok: '))).toEqual([]);
    expect(unproven).toMatch(/^warn: eleven facts/);
  });

  it.each<[string, Partial<LifecycleFacts>, string, RegExp]>([
    ['makes no plan', { planned: answered(daysAgo(2)) }, 'plan', /^fail: .* more than a day ago/],
    ['has made no plan yet', { planned: answered(undefined) }, 'plan', /^warn: no plan was made yet/],
    [
      'is stopped',
      { entries: answered(entriesOf([], { state: 'on', by: 'bob', at: now })) },
      'brake',
      /^warn: bob stopped/,
    ],
    ['does not hear whom it quarantined', { entries: quarantined }, 'listening', /^fail: 1 users are quarantined/],
    ['has no rule on returns', { returns: undefined }, 'returns', /^fail: the stack has no rule/],
    ['has that rule switched off', { returns: answered(rule('DISABLED')) }, 'returns', /^fail: .* is off/],
    ['has no fallback', { parameters: new Map() }, 'owners', /^warn: users without an owner are left alone/],
    ['names no approver', { parameters: new Map() }, 'approvers', /^warn: nobody is named who approves/],
    ['keeps its records in the table', { parameters: new Map() }, 'evidence', /^warn: .*by no key and in the table/],
    [
      'may not be read',
      { entries: failed({ kind: 'denied', why: 'AccessDenied' }, 'dynamodb:Query') },
      'brake',
      /^warn: could not be checked \(AccessDenied\)/,
    ],
  ])('says so where it %s', (_, changes, check, words) => expect(said(changes)[check]).toMatch(words));

  it('is not asked about acts where it plans alone', () => {
    expect(Object.keys(said({ stage: 'plan' }))).toEqual(['plan', 'brake', 'listening']);
  });
});

it("a forwarder of IAM's Region that is older than the rule on changes is named", () => {
  const names = ['prod-forward-calls', 'prod-forward-sign-ins', 'prod-forward-changes'];
  const rules = names.map((name) => ({ name, state: watchingState, targets: [] }));
  const stack = { name: 'prod', home };
  const of = (where: string, count: number) =>
    checkForwarding(region(where), answered(rules.slice(0, count)), stack).map(({ status }) => status);
  expect([of('us-east-1', 2), of('us-east-1', 3), of('eu-north-1', 2)]).toEqual([['fail'], ['ok'], ['ok']]);
});
