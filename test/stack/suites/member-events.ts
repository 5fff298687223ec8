import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { iamChangeNames } from '../../../domain/cloudtrail/iam-change.ts';
import { matchesEvent } from '../match-event.ts';
import type { PackagedStack } from '../package-stack.ts';
import { resolveIntrinsics } from '../resolve-intrinsics.ts';
import { at, ofType, propertiesOf, type Template } from '../template.ts';
import { unwanted, wanted } from './rules.ts';

const memberTemplate = 'infra/stack/organization/member-events.json';
const given = { OrganizationId: 'o-a1b2c3d4e5', MemberEvents: 'yes' };
const bus = 'arn:aws:events:eu-west-1:210987654321:event-bus/lastseen-prod-members';
const member = '111122223333';
const rules = ['MemberCallRule', 'MemberSignInRule', 'MemberChangeRule'];

/** The bus for events of member accounts, and what forwards to it. */
export function memberEventsSuite({ template }: PackagedStack): void {
  const resolved = (id: string) => resolveIntrinsics(template, propertiesOf(template, id), given);
  const there = JSON.parse(readFileSync(memberTemplate, 'utf8')) as Template;
  const inMember = (id: string) =>
    resolveIntrinsics(there, propertiesOf(there, id), { MemberBusArn: bus, 'AWS::AccountId': member });

  describe('the bus for events of member accounts', () => {
    it('is there where it was asked for, and an organization was given', () => {
      const added = Object.entries(template.Resources).filter(([, { Condition }]) => Condition === 'MemberEventsGiven');
      const permissions = ['MemberCallPermission', 'MemberSignInPermission', 'MemberChangePermission'];
      expect(added.map(([id]) => id)).toEqual(['MemberBus', 'MemberBusPolicy', ...rules, ...permissions]);
      const isGiven = (parameters: Record<string, string>) =>
        resolveIntrinsics(template, template.Conditions['MemberEventsGiven'], parameters);
      expect([isGiven(given), isGiven({}), isGiven({ MemberEvents: 'yes' })]).toEqual([true, false, false]);
      expect(isGiven({ OrganizationId: given.OrganizationId })).toBe(false);
    });

    it('takes events of AWS that a rule of an account of this organization hands on, and nothing else', () => {
      expect(resolved('MemberBusPolicy')).toEqual({
        EventBusName: '<MemberBus>',
        StatementId: 'MembersOnly',
        Statement: {
          Effect: 'Allow',
          Principal: '*',
          Action: 'events:PutEvents',
          Resource: '<MemberBus.Arn>',
          Condition: {
            StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'events:eventBusInvocation': 'true' },
            'ForAllValues:StringLike': { 'events:source': ['aws.*'] },
          },
        },
      });
    });

    it.each(rules)('%s hears reading too, hands on to ingest, and keeps what it could not', (id) => {
      expect(resolved(id)).toMatchObject({
        EventBusName: '<MemberBus.Arn>',
        State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
        Targets: [{ Arn: '<IngestLambdaFunction.Arn>', DeadLetterConfig: { Arn: '<RuleDeadLetterQueue.Arn>' } }],
      });
      const permissions = ofType(template, 'AWS::Lambda::Permission').map(({ id: permission }) => resolved(permission));
      expect(permissions).toContainEqual({
        FunctionName: '<IngestLambdaFunction.Arn>',
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn: `<${id}.Arn>`,
      });
      const statement = 'PolicyDocument.Statement.0.Condition.ArnEquals.aws:SourceArn';
      expect(at(resolved('RuleDeadLetterPolicy'), statement)).toContain(`<${id}.Arn>`);
    });

    it('binds source and kind as the rules on the own bus do', () => {
      const patternOf = (id: string) => at(resolved(id), 'EventPattern');
      expect(patternOf('MemberSignInRule')).toEqual(patternOf('SignInRule'));
      expect(patternOf('MemberChangeRule')).toEqual(patternOf('ChangeRule'));
      const [calls, ofMembers] = [patternOf('CallRule'), patternOf('MemberCallRule')];
      const asMembers = JSON.stringify(calls).replace('"<ReconcileRole.Arn>"', '{"suffix":":role/lastseen-member"}');
      expect(ofMembers).toEqual(JSON.parse(asMembers));
    });

    it('tells ingest the organization, and a single account nothing', () => {
      const environment = (parameters: Record<string, string>) =>
        at(
          resolveIntrinsics(template, propertiesOf(template, 'IngestLambdaFunction'), parameters),
          'Environment.Variables',
        );
      expect(environment(given)).toMatchObject({ ORGANIZATION_ID: 'o-a1b2c3d4e5', ACCOUNTS: '123456789012' });
      for (const parameters of [{}, { OrganizationId: given.OrganizationId }]) {
        expect(environment(parameters)).not.toHaveProperty('ORGANIZATION_ID');
      }
    });
  });

  describe('the template that forwards from a member account', () => {
    it('is a rule and a role that may put events on that bus alone', () => {
      expect(Object.values(there.Resources).map(({ Type }) => Type)).toEqual(['AWS::Events::Rule', 'AWS::IAM::Role']);
      expect(at(inMember('ForwardRule'), 'Targets')).toEqual([
        { Id: 'organization', Arn: bus, RoleArn: '<ForwardRole.Arn>' },
      ]);
      const role = inMember('ForwardRole');
      expect(role).not.toHaveProperty('RoleName');
      expect(at(role, 'Policies.0.PolicyDocument.Statement')).toEqual([
        { Sid: 'HandToTheOrganization', Effect: 'Allow', Action: 'events:PutEvents', Resource: bus },
      ]);
      expect(at(role, 'AssumeRolePolicyDocument.Statement')).toEqual([
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': member } },
        },
      ]);
      expect(there.Parameters['MemberRoleName']?.Default).toBe(template.Parameters['MemberRoleName']?.Default);
      expect(bus).toMatch(new RegExp(`^(?:${there.Parameters['MemberBusArn']?.AllowedPattern})$`));
    });

    it('hears reading too, every change of a user, and stays within the 2,048 characters of a pattern', () => {
      const rule = inMember('ForwardRule');
      expect(at(rule, 'State')).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
      const pattern = at(rule, 'EventPattern');
      expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2048 - 64);
      const names = (at(pattern, 'detail.$or') as { eventName?: string[] }[]).flatMap(
        ({ eventName = [] }) => eventName,
      );
      expect(names.sort()).toEqual([...iamChangeNames].sort());
    });

    const centralPatterns = rules.map((id) => at(resolved(id), 'EventPattern'));
    const forwarded = at(inMember('ForwardRule'), 'EventPattern');
    const inItsAccount = (event: object) =>
      JSON.parse(
        JSON.stringify(event).replaceAll('<ReconcileRole.Arn>', `arn:aws:iam::${member}:role/lastseen-member`),
      );
    const arrivals = (event: object) => {
      const real = inItsAccount(event);
      return matchesEvent(forwarded, real) ? centralPatterns.filter((each) => matchesEvent(each, real)).length : 0;
    };
    it.each(wanted)('brings %s to ingest, once', (_, event) => expect(arrivals(event)).toBe(1));
    it.each(unwanted)('does not bring %s', (_, event) => expect(arrivals(event)).toBe(0));
    it('does not forward a failed sign-in, which anybody can cause', () => {
      const [, failed] = unwanted.find(([name]) => name === 'a sign-in that failed') ?? [];
      expect(matchesEvent(forwarded, failed)).toBe(false);
    });
  });
}
