import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { organizationMetrics } from '../../../domain/organization/organization-metrics.ts';
import { rollUp } from '../../../domain/organization/roll-up.ts';
import { settingBounds } from '../../../domain/settings/bounds.ts';
import { parseOrganizationFunctionSettings } from '../../../domain/settings/organization-settings.ts';
import { okOf } from '../../domain/ok-of.ts';
import { organization } from '../../domain/organization/world.ts';
import type { PackagedStack } from '../package-stack.ts';
import { resolveIntrinsics } from '../resolve-intrinsics.ts';
import { asList, at, ofType, propertiesOf, type Template } from '../template.ts';

const memberTemplate = 'infra/stack/organization/member-role.json';
const given = { OrganizationId: 'o-a1b2c3d4e5' };

/** What an organization adds to the stack, and the role in each of its accounts. */
export function organizationSuite({ template }: PackagedStack): void {
  const resolved = (id: string) => resolveIntrinsics(template, propertiesOf(template, id), given);

  describe('the stack of an organization', () => {
    it('adds resources under one condition, and changes no byte of those of a single account', () => {
      const isOrganization = (id: string) => template.Resources[id]?.Condition === 'OrganizationGiven';
      const added = Object.keys(template.Resources).filter(isOrganization);
      expect(added).toHaveLength(18);
      const others = Object.entries(template.Resources).filter(([id]) => !isOrganization(id));
      for (const [id, resource] of others.filter(([, { Condition }]) => Condition !== 'MemberEventsGiven')) {
        const text = JSON.stringify(resolveIntrinsics(template, resource));
        expect(text, id).not.toMatch(/(?<!Of)Organization|ORGANIZATION|Member/);
      }
      expect(resolveIntrinsics(template, template.Conditions['OrganizationGiven'])).toBe(false);
      expect(resolveIntrinsics(template, template.Conditions['OrganizationGiven'], given)).toBe(true);
    });

    it('tells both functions the same, and all that they need', () => {
      const environmentOf = (id: string) => at(resolved(id), 'Environment.Variables') as Record<string, string>;
      const environment = environmentOf('OrganizationWorkLambdaFunction');
      expect(environmentOf('OrganizationPlanLambdaFunction')).toEqual(environment);
      const real = {
        ...environment,
        TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:topic',
        TABLE_NAME: 'lastseen-prod',
        QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/lastseen-prod-organization',
        AWS_REGION: 'eu-west-1',
      };
      expect(okOf(parseOrganizationFunctionSettings(real))).toMatchObject({
        organizationId: 'o-a1b2c3d4e5',
        memberRole: '/lastseen-member',
        stackName: 'lastseen-prod',
        attempts: settingBounds.attempts.default,
        regions: [],
        tenants: [],
      });
    });

    it('hands out each message as often as the worker counts, and bounds how many at once', () => {
      const queue = resolved('OrganizationQueue');
      expect(at(queue, 'RedrivePolicy.maxReceiveCount')).toBe(settingBounds.attempts.default);
      expect(at(queue, 'RedrivePolicy.deadLetterTargetArn')).toBe('<OrganizationDeadLetterQueue.Arn>');
      const timeout = Number(propertiesOf(template, 'OrganizationWorkLambdaFunction')['Timeout']);
      expect(Number(at(queue, 'VisibilityTimeout'))).toBeGreaterThan(timeout);
      // Every account had its attempts before the run is closed without it, after four hours.
      expect(Number(at(queue, 'VisibilityTimeout')) * settingBounds.attempts.default).toBeLessThan(3 * 3600);
      expect(resolved('OrganizationMapping')).toMatchObject({
        EventSourceArn: '<OrganizationQueue.Arn>',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BatchSize: 1,
        ScalingConfig: { MaximumConcurrency: '20' },
      });
    });

    it('starts once a day, and keeps what could not start', () => {
      expect(resolved('OrganizationDailySchedule')).toMatchObject({
        ScheduleExpression: 'cron(47 5 * * ? *)',
        Target: {
          Arn: '<OrganizationPlanLambdaFunction.Arn>',
          RoleArn: '<OrganizationScheduleRole.Arn>',
          DeadLetterConfig: { Arn: '<OrganizationDeadLetterQueue.Arn>' },
        },
      });
      expect(at(resolved('OrganizationInvocation'), 'DestinationConfig.OnFailure.Destination')).toBe(
        '<OrganizationDeadLetterQueue.Arn>',
      );
    });

    it('has five alarms, whatever the number of accounts', () => {
      const alarms = ofType(template, 'AWS::CloudWatch::Alarm').filter(({ id }) => /Organization|AccountsNot/.test(id));
      const brief = alarms.map(({ properties }) => resolveIntrinsics(template, properties, given));
      expect(brief.map((alarm) => [at(alarm, 'MetricName'), at(alarm, 'TreatMissingData')])).toEqual([
        ['UnusedUsers', 'ignore'],
        ['AccountsNotJudged', 'ignore'],
        ['OrganizationRunCompleted', 'breaching'],
        ['Errors', 'notBreaching'],
        ['ApproximateNumberOfMessagesVisible', 'notBreaching'],
      ]);
      const owned = [
        { Name: 'OrganizationId', Value: 'o-a1b2c3d4e5' },
        { Name: 'Stack', Value: 'lastseen-prod' },
      ];
      expect(brief.slice(0, 3).map((alarm) => at(alarm, 'Dimensions'))).toEqual([owned, owned, owned]);
    });

    it('has 22 alarms in all with its trail, without those on the users of one account', () => {
      const parameters = { ...given, TrailBucket: 'trail', TrailOfOrganization: 'yes' };
      const alarmsWith = (chosen: Record<string, string>) =>
        ofType(template, 'AWS::CloudWatch::Alarm').filter(({ id }) => {
          const { Condition } = template.Resources[id] ?? {};
          return (
            Condition === undefined || resolveIntrinsics(template, template.Conditions[Condition], chosen) === true
          );
        });
      expect(alarmsWith(parameters)).toHaveLength(22);
      const { OrganizationId: _, ...single } = parameters;
      const names = (chosen: Record<string, string>) => alarmsWith(chosen).map(({ id }) => id);
      expect(names(single).filter((id) => !names(parameters).includes(id))).toEqual([
        'UnusedUsersAlarm',
        'UnknownUsersAlarm',
        'BlindRegionsAlarm',
        'InventoryShrunkAlarm',
        'HeartbeatAlarm',
        'ReconcileThrottlesAlarm',
      ]);
    });

    it('shows every rolled-up metric and each of its alarms on a dashboard of its own', () => {
      const { widgets } = JSON.parse(String(at(resolved('OrganizationDashboard'), 'DashboardBody'))) as {
        widgets: { type: string; properties: { metrics?: unknown[][]; alarms?: string[] } }[];
      };
      const shown = widgets.flatMap(({ properties: { metrics = [] } }) => metrics.map(([, name]) => name));
      const owner = { organizationId: organization, stackName: 'lastseen-prod' };
      const rolledUp = organizationMetrics(owner, rollUp([])).map(({ name }) => name);
      expect(shown).toEqual(expect.arrayContaining([...rolledUp.filter((name) => name !== 'Accounts'), 'Errors']));
      expect(shown).toContain('OrganizationRunCompleted');
      const dimensions = widgets.flatMap(({ properties: { metrics = [] } }) =>
        metrics.filter(([namespace]) => namespace === 'Lastseen').map((line) => line.slice(2, 6)),
      );
      expect(dimensions).toEqual(Array(5).fill(['OrganizationId', 'o-a1b2c3d4e5', 'Stack', 'lastseen-prod']));
      const alarms = widgets.flatMap(({ properties }) => properties.alarms ?? []).map((arn) => arn.split(':').at(-1));
      const own = ofType(template, 'AWS::CloudWatch::Alarm').filter(({ id }) => /Organization|AccountsNot/.test(id));
      expect(alarms).toEqual(own.map(({ id }) => at(resolved(id), 'AlarmName')));
    });

    it('shows the users of each tenant beside, and tells the worker of them', () => {
      const tenants = { EntraTenantId: '61b97b01-53be-4f0f-a054-3988c23668dc', GoogleCustomerId: 'C03az79cb' };
      const resolve = (id: string) => resolveIntrinsics(template, propertiesOf(template, id), { ...given, ...tenants });
      const body = JSON.parse(String(at(resolve('OrganizationDashboard'), 'DashboardBody')));
      const titles = asList(at(body, 'widgets')).map((widget) => at(widget, 'properties.title'));
      expect(titles.slice(-2)).toEqual(['Entra ID: users', 'Google Workspace: users']);
      const named = asList(at(body, 'widgets')).flatMap((widget) => asList(at(widget, 'properties.metrics') ?? []));
      expect(named.map((line) => asList(line)[3])).toEqual(expect.arrayContaining(Object.values(tenants)));
      expect(at(resolve('OrganizationWorkLambdaFunction'), 'Environment.Variables.TENANTS')).toBe(
        Object.values(tenants).join(','),
      );
    });

    it('lets the worker into roles of this organization alone, and the planner write its partition alone', () => {
      const conditionOf = (role: string, sid: string) => {
        const [policy] = asList(at(resolved(role), 'Policies'));
        const statements = asList(at(policy, 'PolicyDocument.Statement'));
        return at(
          statements.find((each) => at(each, 'Sid') === sid),
          'Condition',
        );
      };
      expect(conditionOf('OrganizationWorkRole', 'EnterTheAccounts')).toEqual({
        StringEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' },
      });
      expect(conditionOf('OrganizationPlanRole', 'KeepTheAccountsOfTheOrganization')).toEqual({
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['org#o-a1b2c3d4e5'] },
      });
    });
  });

  describe('the template of the role in each account', () => {
    const member = JSON.parse(readFileSync(memberTemplate, 'utf8')) as Template;
    const toolRole = 'arn:aws:iam::210987654321:role/lastseen-prod-organization-work';
    const role = () =>
      resolveIntrinsics(member, propertiesOf(member, 'MemberRole'), { ...given, ToolRoleArn: toolRole });

    it('is one role that the worker of this organization alone may take up, also after it was made again', () => {
      expect(Object.keys(member.Resources)).toEqual(['MemberRole']);
      expect(asList(at(role(), 'AssumeRolePolicyDocument.Statement'))).toEqual([
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::210987654321:root' },
          Action: 'sts:AssumeRole',
          Condition: {
            ArnEquals: { 'aws:PrincipalArn': toolRole },
            StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
          },
        },
      ]);
      expect(at(resolved('OrganizationWorkRole'), 'RoleName')).toBe('lastseen-prod-organization-work');
      expect(at(role(), 'RoleName')).toBe(template.Parameters['MemberRoleName']?.Default);
    });

    it('may read what the daily run reads of an account, and nothing else', () => {
      const statements = asList(at(role(), 'Policies')).flatMap((policy) =>
        asList(at(policy, 'PolicyDocument.Statement')),
      );
      const own = asList(at(resolved('ReconcileRole'), 'Policies')).flatMap((policy) =>
        asList(at(policy, 'PolicyDocument.Statement')),
      );
      const isOfAccount = (statement: unknown) =>
        [
          'ReadTheInventory',
          'ListTheUsers',
          'SeeTheTrails',
          'SeeHowTheTrailsAre',
          'SeeWhichRegionsAreEnabled',
        ].includes(String(at(statement, 'Sid')));
      expect(statements).toEqual(own.filter(isOfAccount));
    });
  });
}
