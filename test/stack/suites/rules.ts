import { describe, expect, it } from 'vitest';
import { iamChangeNames } from '../../../domain/cloudtrail/iam-change.ts';
import { listener } from '../../../handlers/lifecycle/answer-return.ts';
import { matchesEvent } from '../match-event.ts';
import type { PackagedStack } from '../package-stack.ts';
import { resolveIntrinsics } from '../resolve-intrinsics.ts';
import { at, ofType } from '../template.ts';

const reconcileRole = '<ReconcileRole.Arn>';
const userId = 'AIDAEXAMPLE1234567890';
const iamUser = { type: 'IAMUser', principalId: userId, arn: 'arn:aws:iam::123456789012:user/alice' };
const assumedRole = (arn: string) => ({
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:alice',
  sessionContext: { sessionIssuer: { type: 'Role', arn } },
});

const call = (userIdentity: object | undefined, more: object = {}) => ({
  source: 'aws.ec2',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { eventSource: 'ec2.amazonaws.com', eventName: 'DescribeRegions', userIdentity, ...more },
});

const signIn = (detailType: string, more: object = {}) => ({
  source: 'aws.signin',
  'detail-type': detailType,
  detail: {
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    userIdentity: iamUser,
    responseElements: { ConsoleLogin: 'Success' },
    ...more,
  },
});

const change = (userIdentity: object, detail: object = {}, more: object = {}) => ({
  ...call(userIdentity, { eventSource: 'iam.amazonaws.com', eventName: 'DetachUserPolicy', ...detail }),
  source: 'aws.iam',
  ...more,
});
const role = assumedRole('arn:aws:iam::123456789012:role/ci');

const proof = call(assumedRole(reconcileRole), { eventSource: 'sts.amazonaws.com' });

const spellings = ['AWS Console Signin via CloudTrail', 'AWS Console Sign In via CloudTrail'];

export const wanted: [string, object][] = [
  ['a call of an IAM user', call(iamUser, { eventName: 'RunInstances', readOnly: false })],
  ['a read-only call of an IAM user', call(iamUser, { readOnly: true })],
  ['a refused call of an IAM user', call(iamUser, { errorCode: 'AccessDenied' })],
  ['a call in a federated session', call({ type: 'FederatedUser', sessionContext: { sessionIssuer: iamUser } })],
  ['a call of root', call({ type: 'Root' })],
  ['a call without a type whose id is a user', call({ principalId: userId, arn: iamUser.arn })],
  ['a call of type Unknown whose id is a user', call({ type: 'Unknown', principalId: userId, arn: iamUser.arn })],
  ['an action of the console', { ...call(iamUser), 'detail-type': 'AWS Console Action via CloudTrail' }],
  ['the daily proof', proof],
  ...spellings.map((each): [string, object] => [`a sign-in as ${each}`, signIn(each)]),
  ['a change of a user by a role', change(role)],
  ['a change of a user by another user', change(iamUser)],
  ['a new user by a service', change({ type: 'AWSService' }, { eventName: 'CreateUser' })],
  ['a sign-in of root', signIn('AWS Console Sign In via CloudTrail', { userIdentity: { type: 'Root' } })],
];

export const unwanted: [string, object][] = [
  [
    'a call of another role',
    call(assumedRole('arn:aws:iam::123456789012:role/ci'), { eventSource: 'sts.amazonaws.com' }),
  ],
  ['another call of our own role', call(assumedRole(reconcileRole), { eventSource: 'iam.amazonaws.com' })],
  ['a call of a service', call({ type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' })],
  ['a call of another account', call({ type: 'AWSAccount', principalId: 'AIDAOTHER', accountId: '210987654321' })],
  ['a call of an Identity Center user', call({ type: 'IdentityCenterUser' })],
  ['a reading call to IAM by a role', change(role, { eventName: 'GetUser' })],
  ['a change by a role that was refused', change(role, { errorCode: 'AccessDenied' })],
  ['a change of a role', change(role, { eventName: 'DetachRolePolicy' })],
  ['a change under a source of somebody else', change(role, {}, { source: 'aws-iam' })],
  ['a change that another service reports', change(role, { eventSource: 'sts.amazonaws.com' })],
  ['a call without an identity', call(undefined)],
  ['a call of type Unknown without an id', call({ type: 'Unknown', principalId: '' })],
  ['a sign-in that failed', signIn(spellings[0] as string, { responseElements: { ConsoleLogin: 'Failure' } })],
  ['a CheckMfa', signIn(spellings[1] as string, { eventName: 'CheckMfa' })],
  ['a sign-in of a role', signIn(spellings[1] as string, { userIdentity: assumedRole(reconcileRole) })],
  ['an event of another kind', { ...call(iamUser), 'detail-type': 'Scheduled Event' }],
  ['a call that somebody put on the bus under a source of their own', { ...call(iamUser), source: 'aws-ec2' }],
  ['a call under our own source', { ...call(iamUser), source: 'lastseen' }],
  ['a call without a source', { ...call(iamUser), source: undefined }],
  ['a sign-in under a source of somebody else', { ...signIn(spellings[0] as string), source: 'com.example' }],
  ['a proof under a source of somebody else', { ...proof, source: 'com.example' }],
];

export function rulesSuite({ template }: PackagedStack): void {
  describe('the rules on CloudTrail', () => {
    const others = ['ArchiveRule', 'ReturnRule', 'MemberCallRule', 'MemberSignInRule', 'MemberChangeRule'];
    const rules = ofType(template, 'AWS::Events::Rule').filter(({ id }) => !others.includes(id));
    const patterns = rules.map(({ properties }) => resolveIntrinsics(template, properties['EventPattern']));
    const matches = (event: object) => patterns.filter((pattern) => matchesEvent(pattern, event)).length;

    it.each(rules)('$id gets read-only events too, and hands them to ingest directly', ({ properties }) => {
      expect(properties['State']).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
      expect(properties).not.toHaveProperty('EventBusName');
      expect(resolveIntrinsics(template, properties['Targets'])).toMatchObject([{ Arn: '<IngestLambdaFunction.Arn>' }]);
    });

    it.each(rules)('$id stays within the 2,048 characters of a pattern', ({ properties }) => {
      const longestArn = 'x'.repeat(160);
      const text = JSON.stringify(resolveIntrinsics(template, properties['EventPattern']));
      expect(text.replaceAll(reconcileRole, longestArn).length).toBeLessThanOrEqual(2048);
    });

    it.each(rules)('$id, and nothing but our rules, may invoke ingest', ({ id }) => {
      const permissions = ofType(template, 'AWS::Lambda::Permission')
        .filter(({ id: permission }) => permission !== 'ReturnPermission' && !permission.startsWith('Member'))
        .map(({ properties }) => resolveIntrinsics(template, properties));
      expect(permissions).toHaveLength(rules.length);
      expect(permissions).toContainEqual({
        FunctionName: '<IngestLambdaFunction.Arn>',
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn: `<${id}.Arn>`,
      });
    });

    it('know every call that ingest reads as a change of a user, and no others', () => {
      const pattern = patterns.find((each) => at(each, 'detail.eventSource') !== undefined);
      expect([...(at(pattern, 'detail.eventName') as string[])].sort()).toEqual([...iamChangeNames].sort());
    });

    it('take sign-ins under both spellings', () => {
      expect(patterns.flatMap((pattern) => at(pattern, 'detail-type'))).toEqual(expect.arrayContaining(spellings));
    });

    it.each(wanted)('let %s through, once', (_, event) => expect(matches(event)).toBe(1));

    it.each(unwanted)('keep %s away', (_, event) => expect(matches(event)).toBe(0));
  });

  describe('the rule on returns', () => {
    const pattern = resolveIntrinsics(template, template.Resources['ReturnRule']?.Properties['EventPattern']);
    const tried = (detail: object = {}, more: object = {}) => ({
      source: 'lastseen',
      account: '123456789012',
      'detail-type': 'Lastseen: Quarantined User Tried',
      detail: { actor: listener, accountId: '123456789012', after: { state: 'releasing' }, ...detail },
      ...more,
    });

    it.each<[string, object, boolean]>([
      ['a restore that ingest began', tried(), true],
      ['a hold by ingest', tried({ after: { state: 'held' } }, { 'detail-type': 'Lastseen: Held' }), true],
      ['a hold by the plan or a person', tried({ actor: 'arn:aws:iam::123456789012:user/ops' }), false],
      ['a release that is done', tried({}, { 'detail-type': 'Lastseen: Released' }), false],
      ['a return in another account', tried({ accountId: '210987654321' }), false],
      ['an event that another account sent', tried({}, { account: '210987654321' }), false],
      ['an event under another source', tried({}, { source: 'com.example' }), false],
    ])('on %s', (_, event, isHeard) => expect(matchesEvent(pattern, event)).toBe(isHeard));
  });
}
