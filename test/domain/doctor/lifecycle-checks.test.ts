import { describe, expect, it } from 'vitest';
import { answered, failed } from '../../../domain/answer.ts';
import type { EvidenceFacts, KeyFacts } from '../../../domain/doctor/evidence-checks.ts';
import { checkLifecycle, type LifecycleFacts } from '../../../domain/doctor/lifecycle-checks.ts';
import { checkForwarding, watchingState } from '../../../domain/doctor/rule-checks.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Instant } from '../../../domain/time.ts';
import { daysAgo, now, region } from '../builders.ts';
import { entriesOf, person, standing } from '../lifecycle/world.ts';

function key(changes: Partial<KeyFacts> = {}): KeyFacts {
  return { arn: 'arn:key/1', state: 'Enabled', usage: 'SIGN_VERIFY', spec: 'ECC_NIST_P256', ...changes };
}

/** The policy of the stack's key, with further statements. */
function policyOf(...more: readonly JsonObject[]): string {
  const root = { AWS: 'arn:aws:iam::123456789012:root' };
  return JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: root, Action: ['kms:Sign', 'kms:Verify'] }, ...more],
  });
}

const denied = (action: string) => failed({ kind: 'denied', why: 'AccessDenied' }, action);

function bucketOf(changes: Partial<Bucket> = {}): Bucket {
  const facts = answered({ name: 'records', isThere: true });
  return { facts, lock: answered<string | undefined>('COMPLIANCE'), isPrivate: answered<boolean>(true), ...changes };
}

type Bucket = NonNullable<EvidenceFacts['bucket']>;

/** A subscription with each of these filters; undefined: without one. */
const filtersOf = (...policies: readonly (JsonObject | undefined)[]) =>
  policies.map((policy, index) =>
    answered({ endpoint: `mail-${index}@example.com`, policy: policy && JSON.stringify(policy), isOfBody: false }),
  );

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
  evidence: { key: { facts: answered(key()), policy: answered(policyOf()) }, bucket: bucketOf() },
  hearing: {
    owners: answered(['ann', 'security@example.com']),
    filters: answered(filtersOf({ owner: ['ann', { suffix: 'example.com' }] })),
  },
};
const actingRoles = [
  answered({ id: 'QuarantineRole', name: 'prod-quarantine', actions: ['kms:Sign'] }),
  answered({ id: 'LifecycleRole', name: 'prod-lifecycle', actions: ['kms:GetPublicKey'] }),
];
const quarantined = answered(entriesOf([standing(person(1), { state: 'quarantined' })]));

/** The status and the words of each check. */
function said(changes: Partial<LifecycleFacts> = {}, roles = actingRoles): Readonly<Record<string, string>> {
  const findings = checkLifecycle({ ...whole, ...changes }, roles, answered(new Map()), [home], now);
  const words = new Map<string, string>();
  for (const { check, status, says } of findings) {
    words.set(check, [...(words.has(check) ? [words.get(check)] : []), `${status}: ${says}`].join('\n'));
  }
  return Object.fromEntries(words);
}

describe('the stage that quarantines', () => {
  it('is well where it plans, is told whom to ask, keeps its records and nobody stopped it', () => {
    const { unproven, ...rest } = said();
    expect(Object.keys(rest)).toEqual([
      'plan',
      'brake',
      'listening',
      'notices',
      'returns',
      'owners',
      'approvers',
      'evidence',
      'evidence-key',
      'evidence-bucket',
    ]);
    expect(Object.values(rest).filter((each) => /^(?:warn|fail)/m.test(each))).toEqual([]);
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
    expect(Object.keys(said({ stage: 'plan' }))).toEqual(['plan', 'brake', 'listening', 'notices']);
  });
});

describe('the key of the records of acts', () => {
  const keyOf = (facts: Partial<KeyFacts>, policy = policyOf()) => ({
    evidence: { key: { facts: answered(key(facts)), policy: answered(policy) } },
  });
  const allow = (AWS: string, more: JsonObject = {}) => ({
    Effect: 'Allow',
    Principal: { AWS },
    Action: 'kms:*',
    ...more,
  });

  it.each<[string, Partial<LifecycleFacts>, RegExp]>([
    ['is disabled', keyOf({ state: 'Disabled' }), /^fail: arn:key\/1 is Disabled: nothing is done but an undo/],
    [
      'encrypts',
      keyOf({ usage: 'ENCRYPT_DECRYPT' }),
      /^fail: .*cannot sign records \(ENCRYPT_DECRYPT, ECC_NIST_P256\)/,
    ],
    ['is of another kind', keyOf({ spec: 'RSA_2048' }), /^fail: .*cannot sign records/],
    [
      'names another role',
      keyOf({}, policyOf(allow('arn:aws:iam::123456789012:role/a/prod-lifecycle'))),
      /fail: it lets prod-lifecycle sign, too/,
    ],
    ['lets anybody sign', keyOf({}, policyOf(allow('*'))), /fail: its policy lets anybody sign/],
    [
      'lets nobody sign',
      keyOf({}, '{"Statement":[{"Effect":"Allow","Action":"kms:Verify"}]}'),
      /does not let prod-quarantine sign/,
    ],
    [
      'has a deny',
      keyOf({}, policyOf({ Effect: 'Deny', Principal: '*', Action: 'kms:*' })),
      /warn: a deny .* was not weighed/,
    ],
    ['has no policy', keyOf({}, 'x'), /warn: its policy cannot be read/],
    [
      'may not be read',
      { evidence: { key: { facts: denied('kms:DescribeKey'), policy: denied('kms:GetKeyPolicy') } } },
      /^warn: could not be checked \(AccessDenied\)\nwarn: could not be checked/,
    ],
  ])('is named where it %s', (_, changes, words) => expect(said(changes)['evidence-key']).toMatch(words));

  it('is named where the role of another function may sign by its own policy', () => {
    const roles = [...actingRoles, answered({ id: 'PageRole', name: 'prod-page', actions: ['kms:Sign'] })];
    expect(said({}, roles)['evidence-key']).toContain('fail: it lets prod-page sign, too');
  });
});

describe('the bucket of the records of acts', () => {
  it.each<[string, Partial<Bucket>, RegExp]>([
    ['is gone', { facts: answered({ name: 'records', isThere: false }) }, /^fail: records is gone[^\n]*$/],
    ['locks nothing', { lock: answered(undefined) }, /^warn: its objects are not locked/],
    ['can be unlocked', { lock: answered('GOVERNANCE') }, /^warn: its objects are locked in the mode GOVERNANCE/],
    ['is open', { isPrivate: answered(false) }, /fail: public access to it is not blocked/],
    ['may not be read', { lock: denied('s3:GetBucketObjectLockConfiguration') }, /^warn: could not be checked/],
  ])('is named where it %s', (_, changes, words) =>
    expect(said({ evidence: { bucket: bucketOf(changes) } })['evidence-bucket']).toMatch(words),
  );
});

describe('the owners', () => {
  const owners = answered(['ann', 'bob@example.com', 'carl\n']);
  const hearing = (...policies: readonly (JsonObject | undefined)[]) => {
    return { hearing: { owners, filters: answered(filtersOf(...policies)) } };
  };

  it.each<[string, Partial<LifecycleFacts>, RegExp]>([
    ['nobody subscribed', hearing(), /^fail: nobody gets the messages to ann, bob@example.com, carl\\u\{a\}$/],
    [
      'some have no filter',
      hearing(undefined, { owner: ['ann'] }),
      /^warn: bob@.*, carl.*: no subscription of their own; 1 sub/,
    ],
    [
      'a filter fits nobody',
      hearing({ owner: [{ exists: true }] }, { owner: ['dan'] }),
      /^warn: filters .*: mail-1@example.com$/,
    ],
    [
      'a filter asks for more',
      hearing({ owner: [{ prefix: '' }], team: ['x'] }),
      /^fail: nobody .*\nwarn: filters .*mail-0/,
    ],
    [
      'all are matched',
      hearing({ owner: ['ann'] }, { owner: [{ suffix: '.com' }, { prefix: 'carl' }] }),
      /^ok: 3 owners/,
    ],
    ['a form is not read here', hearing({ owner: [{ 'anything-but': ['x'] }] }), /^ok: 3 owners/],
    [
      'a filter may not be read',
      { hearing: { owners, filters: answered([denied('sns:GetSubscriptionAttributes')]) } },
      /^warn: could not be checked \(AccessDenied\)$/,
    ],
    [
      'the topic may not be read',
      { hearing: { owners, filters: denied('sns:ListSubscriptionsByTopic') } },
      /^warn: could not be checked/,
    ],
  ])('are named where %s', (_, changes, words) => expect(said(changes)['notices']).toMatch(words));
});

it("a forwarder of IAM's Region that is older than the rule on changes is named", () => {
  const names = ['prod-forward-calls', 'prod-forward-sign-ins', 'prod-forward-changes'];
  const rules = names.map((name) => ({ name, state: watchingState, targets: [] }));
  const stack = { name: 'prod', home };
  const of = (where: string, count: number) =>
    checkForwarding(region(where), answered(rules.slice(0, count)), stack).map(({ status }) => status);
  expect([of('us-east-1', 2), of('us-east-1', 3), of('eu-north-1', 2)]).toEqual([['fail'], ['ok'], ['ok']]);
});
