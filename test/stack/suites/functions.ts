import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseApproveSettings } from '../../../domain/lifecycle/function/approve-settings.ts';
import { parseLifecycleFunctionSettings } from '../../../domain/lifecycle/function/function-settings.ts';
import { lifecycleSettings } from '../../../domain/lifecycle/settings.ts';
import { parseBackfillSettings } from '../../../domain/settings/backfill-settings.ts';
import { parsePageSettings } from '../../../domain/settings/page-settings.ts';
import { parseReconcileSettings } from '../../../domain/settings/reconcile-settings.ts';
import { parseSecurityHubSettings } from '../../../domain/settings/security-hub-settings.ts';
import { parseWidgetSettings } from '../../../domain/settings/widget-settings.ts';
import { askServicesWithinMs, reconcileTime } from '../../../handlers/reconcile/reconcile-time.ts';
import { okOf } from '../../domain/ok-of.ts';
import type { PackagedStack } from '../package-stack.ts';
import { region, resolveIntrinsics } from '../resolve-intrinsics.ts';
import { asList, at, ofType, propertiesOf } from '../template.ts';

export function functionsSuite({ template, dir }: PackagedStack): void {
  describe('the functions', () => {
    const functions = ofType(template, 'AWS::Lambda::Function');
    const environmentOf = (id: string, parameters: Record<string, string> = {}) =>
      resolveIntrinsics(template, at(propertiesOf(template, id), 'Environment.Variables'), parameters);

    it.each(functions)('$id runs on nodejs24.x and arm64, under a role of its own', ({ id, properties }) => {
      const role = resolveIntrinsics(template, properties['Role']);
      expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(role).toBe(`<${id.replace('LambdaFunction', 'Role')}.Arn>`);
    });

    it('are these, and nothing else', () => {
      expect(functions.map(({ id }) => id)).toEqual([
        'IngestLambdaFunction',
        'IngestArchiveLambdaFunction',
        'ReconcileLambdaFunction',
        'BackfillLambdaFunction',
        'SecurityHubLambdaFunction',
        'PageLambdaFunction',
        'LifecycleLambdaFunction',
        'QuarantineLambdaFunction',
        'RemoveLambdaFunction',
        'ApproveLambdaFunction',
        'OrganizationPlanLambdaFunction',
        'OrganizationWorkLambdaFunction',
        'EntraLambdaFunction',
        'GoogleLambdaFunction',
        'WidgetLambdaFunction',
      ]);
    });

    it.each([
      'ingest',
      'ingestArchive',
      'reconcile',
      'backfill',
      'securityHub',
      'page',
      'lifecycle',
      'quarantine',
      'remove',
      'approve',
      'organizationPlan',
      'organizationWork',
      'entra',
      'google',
      'widget',
    ])('%s is one minified bundle', async (name) => {
      const { size } = await stat(join(dir, `.serverless/${name}.zip`));
      // Kilobytes in November 2026: ingest 153, ingestArchive 204, reconcile 215, backfill 168, securityHub 202,
      // page 243, widget 149, organizationPlan 162, organizationWork 236, entra and google 203; lifecycle 304,
      // quarantine and remove 269, which hold the clients of KMS and S3 for the records of acts.
      expect(size).toBeLessThan(['lifecycle', 'quarantine', 'remove'].includes(name) ? 330_000 : 260_000);
    });

    it('ingest is told all that it needs', () => {
      expect(environmentOf('IngestLambdaFunction')).toEqual({
        TABLE_NAME: '<LastSeenTable>',
        STACK_NAME: 'lastseen-prod',
        EVENT_BUS: 'default',
        ACCOUNTS: '123456789012',
        DEAD_LETTER_QUEUE_URL: '<IngestDeadLetterQueue>',
        RESOLUTION_MINUTES: '60',
        THRESHOLD_DAYS: '90',
        TOPIC_ARN: '<Topic>',
        EXEMPT_TAG: 'lastseen:exempt',
        ON_RETURN: 'hold',
        ON_RETURN_RULES: '',
      });
    });

    it('ingest-archive is told all that it needs', () => {
      expect(environmentOf('IngestArchiveLambdaFunction')).toEqual({
        TABLE_NAME: '<LastSeenTable>',
        STACK_NAME: 'lastseen-prod',
        EVENT_BUS: 'default',
        RESOLUTION_MINUTES: '60',
      });
    });

    it('reconcile is told all that it needs, and its own parser accepts it', () => {
      const environment = environmentOf('ReconcileLambdaFunction');
      expect(environment).toEqual({
        TABLE_NAME: '<LastSeenTable>',
        STACK_NAME: 'lastseen-prod',
        EVENT_BUS: 'default',
        TOPIC_ARN: '<Topic>',
        THRESHOLD_DAYS: '90',
        EXEMPT_TAG: 'lastseen:exempt',
        ALARM_CAP: '50',
        USER_ALARMS_NOTIFY: 'no',
        SERVICE_LAST_ACCESSED: 'yes',
        REGIONS: '',
      });
      const topic = `arn:aws:sns:${region}:123456789012:lastseen`;
      const real = { TABLE_NAME: 'lastseen-prod', TOPIC_ARN: topic, AWS_REGION: region };
      expect(parseReconcileSettings({ ...(environment as object), ...real }).kind).toBe('ok');
    });

    it('reconcile ends within its timeout, also where there are more users to ask about than time', () => {
      const divided = Object.values(reconcileTime).reduce((sum, ms) => sum + ms, 0);
      expect(divided).toBeLessThan(Number(propertiesOf(template, 'ReconcileLambdaFunction')['Timeout']) * 1000);
    });

    it('reconcile has asked for services when the time for keys is over', () => {
      const lastJobMs = 60_000 + reconcileTime.lastCallMs;
      expect(askServicesWithinMs + lastJobMs).toBeLessThan(reconcileTime.askWithinMs);
    });

    it('backfill is told all that it needs, and its own parser accepts it', () => {
      const environment = environmentOf('BackfillLambdaFunction') as object;
      expect(environment).toEqual({ TABLE_NAME: '<LastSeenTable>', THRESHOLD_DAYS: '90' });
      const settings = { tableName: 'lastseen-prod', thresholdDays: 90 };
      expect(okOf(parseBackfillSettings({ ...environment, TABLE_NAME: 'lastseen-prod' }))).toEqual(settings);
      const problem = { field: 'TABLE_NAME', given: undefined, todo: 'give the name of the table' };
      expect(parseBackfillSettings({})).toEqual({ kind: 'wrong', problems: [problem] });
    });

    it('security-hub is told all that it needs, and runs every hour where it is asked for', () => {
      const environment = environmentOf('SecurityHubLambdaFunction') as object;
      expect(environment).toEqual({ TABLE_NAME: '<LastSeenTable>' });
      const lambda = { AWS_REGION: 'eu-west-1', TABLE_NAME: 'lastseen-prod' };
      expect(okOf(parseSecurityHubSettings(lambda))).toEqual({ tableName: 'lastseen-prod', home: 'eu-west-1' });
      expect(resolveIntrinsics(template, propertiesOf(template, 'SecurityHubSchedule'))).toMatchObject({
        ScheduleExpression: 'rate(1 hour)',
        Target: { Arn: '<SecurityHubLambdaFunction.Arn>', RoleArn: '<SecurityHubScheduleRole.Arn>' },
      });
    });

    it('page is told all that it needs, and runs every hour where it is asked for', () => {
      const environment = environmentOf('PageLambdaFunction') as object;
      expect(environment).toEqual({
        TABLE_NAME: '<LastSeenTable>',
        REPORT_BUCKET: '<ReportBucket>',
        REPORT_KEY: 'lastseen/123456789012/report.html',
        REPORT_KEY_ARN: '',
      });
      const real = { ...environment, TABLE_NAME: 'lastseen-prod', REPORT_BUCKET: 'lastseen-prod-reportbucket-1x' };
      expect(okOf(parsePageSettings(real))).toEqual({
        tableName: 'lastseen-prod',
        bucket: 'lastseen-prod-reportbucket-1x',
        key: 'lastseen/123456789012/report.html',
        keyArn: undefined,
      });
      expect(resolveIntrinsics(template, propertiesOf(template, 'PageSchedule'))).toMatchObject({
        ScheduleExpression: 'rate(1 hour)',
        Target: { Arn: '<PageLambdaFunction.Arn>', RoleArn: '<PageScheduleRole.Arn>' },
      });
    });

    it('lifecycle is told all that it needs, and runs every hour where it is asked for', () => {
      const asked = {
        Remediation: 'plan',
        ProtectedPaths: '/ops/,/vendor/',
        OwnerRules: '/ci/=platform@example.com, group:a=b=finance',
        FallbackOwner: 'security@example.com',
      };
      const environment = environmentOf('LifecycleLambdaFunction', asked) as object;
      const topic = `arn:aws:sns:${region}:123456789012:lastseen`;
      const real = { ...environment, TABLE_NAME: 'lastseen-prod', TOPIC_ARN: topic, AWS_REGION: region };
      expect(okOf(parseLifecycleFunctionSettings(real))).toEqual({
        stage: 'plan',
        stackName: 'lastseen-prod',
        tableName: 'lastseen-prod',
        topicArn: topic,
        eventBus: 'default',
        thresholdDays: 90,
        exemptions: [{ kind: 'tag', key: 'lastseen:exempt', value: undefined }],
        home: region,
        actingFunction: undefined,
        evidenceKey: undefined,
        evidenceBucket: undefined,
        settings: lifecycleSettings({
          ownerRules: [
            { path: '/ci/', owner: 'platform@example.com' },
            { group: 'a=b', owner: 'finance' },
          ],
          fallbackOwner: 'security@example.com',
          protectedPaths: ['/ops/', '/vendor/'],
        }),
      });
      expect(resolveIntrinsics(template, propertiesOf(template, 'LifecycleSchedule'))).toMatchObject({
        ScheduleExpression: 'rate(1 hour)',
        Target: { Arn: '<LifecycleLambdaFunction.Arn>', RoleArn: '<LifecycleScheduleRole.Arn>' },
      });
    });

    it('approve knows the same steps, and who plans and acts, behind a door that asks for a signature', () => {
      const asked = { Remediation: 'quarantine', RequireApproval: 'yes', Approvers: 'ann' };
      const { ACTING_ROLES: roles, ...same } = environmentOf('ApproveLambdaFunction', asked) as Record<string, string>;
      expect(roles).toBe('<LifecycleRole.Arn>,<QuarantineRole.Arn>');
      expect(same).toEqual(environmentOf('QuarantineLambdaFunction', asked));
      const topic = `arn:aws:sns:${region}:123456789012:lastseen`;
      const real = { TABLE_NAME: 'lastseen-prod', TOPIC_ARN: topic, AWS_REGION: region };
      const planning = 'arn:aws:iam::123456789012:role/lastseen-prod-LifecycleRole-1X';
      const told = { ...same, ...real, ACTING_ROLES: planning };
      expect(okOf(parseApproveSettings(told))).toMatchObject({
        actingRoles: [planning],
        settings: { requireApproval: true, approvers: ['ann'] },
      });
      expect(parseApproveSettings({ ...told, ACTING_ROLES: 'me' }).kind).toBe('wrong');
      expect(resolveIntrinsics(template, propertiesOf(template, 'ApproveUrl'))).toEqual({
        TargetFunctionArn: '<ApproveLambdaFunction.Arn>',
        AuthType: 'AWS_IAM',
        InvokeMode: 'BUFFERED',
      });
      const doors = ofType(template, 'AWS::Lambda::Permission').map(({ properties }) => JSON.stringify(properties));
      expect(doors.filter((door) => /Approve|FunctionUrl/.test(door))).toEqual([]);
    });

    it('quarantine is told the same, and lifecycle hands its plan to it, where it is asked for', () => {
      const asked = { Remediation: 'quarantine' };
      const { ACTING_FUNCTION: acting, ...same } = environmentOf('LifecycleLambdaFunction', asked) as Record<
        string,
        string
      >;
      expect(acting).toBe('<QuarantineLambdaFunction>');
      expect(environmentOf('QuarantineLambdaFunction', asked)).toEqual(same);
      const ofStage = Object.entries(template.Resources).filter(([, { Condition }]) => Condition === 'QuarantineGiven');
      expect(ofStage.map(([id]) => id).sort()).toEqual([
        'ApproveLambdaFunction',
        'ApproveLogGroup',
        'ApproveRole',
        'ApproveUrl',
        'QuarantineLambdaFunction',
        'QuarantineLogGroup',
        'QuarantineRole',
        'ReturnPermission',
        'ReturnRule',
      ]);
      expect(resolveIntrinsics(template, template.Conditions['QuarantineGiven'], { Remediation: 'plan' })).toBe(false);
    });

    it('remove is told the same, and is there where deletions are asked for alone', () => {
      const asked = { Remediation: 'delete', GraceDays: '60', DeletesARun: '1' };
      const ofPlan = environmentOf('LifecycleLambdaFunction', asked) as Record<string, string>;
      const { ACTING_FUNCTION: acting, REMOVING_FUNCTION: removing, ...same } = ofPlan;
      expect([acting, removing]).toEqual(['<QuarantineLambdaFunction>', '<RemoveLambdaFunction>']);
      expect(environmentOf('RemoveLambdaFunction', asked)).toEqual(same);
      expect(environmentOf('QuarantineLambdaFunction', asked)).toEqual(same);
      expect(same).toMatchObject({ STAGE: 'delete', GRACE_DAYS: '60', DELETES_A_RUN: '1' });
      const roles = at(environmentOf('ApproveLambdaFunction', asked), 'ACTING_ROLES');
      expect(roles).toBe('<LifecycleRole.Arn>,<QuarantineRole.Arn>,arn:aws:iam::123456789012:role/<RemoveRole>');
      const ofStage = Object.entries(template.Resources).filter(([, { Condition }]) => Condition === 'DeleteGiven');
      expect(ofStage.map(([id]) => id).sort()).toEqual(['RemoveLambdaFunction', 'RemoveLogGroup', 'RemoveRole']);
      for (const Remediation of ['off', 'plan', 'quarantine']) {
        expect(resolveIntrinsics(template, template.Conditions['DeleteGiven'], { Remediation })).toBe(false);
      }
      expect(resolveIntrinsics(template, template.Conditions['QuarantineGiven'], asked)).toBe(true);
    });

    it.each([
      ['SecurityHub', 'SecurityHubGiven', []],
      ['Page', 'ReportPageGiven', ['ReportBucket', 'ReportBucketPolicy']],
      ['Lifecycle', 'LifecycleGiven', ['BreakerAlarm', 'EvidenceAlteredAlarm', 'HeldUsersAlarm', 'StuckUsersAlarm']],
    ])('what belongs to %s is there only where it is asked for', (name, condition, more) => {
      const parts = ['ErrorsAlarm', 'Invocation', 'LambdaFunction', 'LogGroup', 'Role', 'Schedule', 'ScheduleRole'];
      const optional = Object.entries(template.Resources).filter(([, { Condition }]) => Condition === condition);
      expect(optional.map(([id]) => id).sort()).toEqual([...parts.map((part) => `${name}${part}`), ...more].sort());
      expect(resolveIntrinsics(template, template.Conditions[condition])).toBe(false);
    });

    it('the widget is told its table, and the dashboard shows its answer', () => {
      const environment = environmentOf('WidgetLambdaFunction') as object;
      expect(environment).toEqual({ TABLE_NAME: '<LastSeenTable>' });
      expect(okOf(parseWidgetSettings({ TABLE_NAME: 'lastseen-prod' }))).toEqual({ tableName: 'lastseen-prod' });
      const body = resolveIntrinsics(template, propertiesOf(template, 'Dashboard')['DashboardBody']) as string;
      const widgets = asList(at(JSON.parse(body), 'widgets'));
      expect(widgets.filter((widget) => at(widget, 'type') === 'custom')).toMatchObject([
        { properties: { endpoint: '<WidgetLambdaFunction.Arn>', updateOn: { refresh: true } } },
      ]);
    });

    it('reconcile proves the Regions given, and writes to the topic given', () => {
      const given = { Regions: 'eu-west-1,us-east-1', NotificationTopicArn: 'arn:aws:sns:eu-west-1:123456789012:ours' };
      expect(environmentOf('ReconcileLambdaFunction', given)).toMatchObject({
        REGIONS: 'eu-west-1,us-east-1',
        TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:ours',
      });
    });

    it('where concurrency is reserved one reconciliation runs at a time, and ingest cannot starve the account', () => {
      const reserved = (id: string, parameters = {}) =>
        at(resolveIntrinsics(template, propertiesOf(template, id), parameters), 'ReservedConcurrentExecutions');
      const given = { ReserveConcurrency: 'yes', IngestConcurrency: '3' };
      expect(reserved('ReconcileLambdaFunction', given)).toBe(1);
      expect(reserved('IngestLambdaFunction', given)).toBe('3');
      expect(reserved('BackfillLambdaFunction', given)).toBe(1);
    });

    it('none reserves concurrency by default: an account with a limit of 10 can reserve none', () => {
      for (const { id, properties } of functions) {
        expect(resolveIntrinsics(template, properties), id).not.toHaveProperty('ReservedConcurrentExecutions');
      }
    });

    it('each has a log group of its own, kept for as long as the setting says', () => {
      const groups = ofType(template, 'AWS::Logs::LogGroup')
        .filter(({ id }) => id !== 'ArchiveBackfillLogGroup')
        .map(({ properties }) => resolveIntrinsics(template, properties));
      expect(groups).toEqual(
        functions.map(({ properties }) => ({
          LogGroupName: `/aws/lambda/${properties['FunctionName']}`,
          RetentionInDays: '30',
        })),
      );
    });

    it('Lambda does not write a line of its own for each invocation', () => {
      for (const { properties } of functions) {
        expect(properties['LoggingConfig']).toMatchObject({ LogFormat: 'JSON', SystemLogLevel: 'WARN' });
      }
    });

    it('the daily schedule starts reconcile through a role of its own', () => {
      const schedule = resolveIntrinsics(template, propertiesOf(template, 'DailySchedule'));
      expect(schedule).toMatchObject({
        State: 'ENABLED',
        ScheduleExpression: 'cron(17 5 * * ? *)',
        Target: { Arn: '<ReconcileLambdaFunction.Arn>', RoleArn: '<ScheduleRole.Arn>' },
      });
    });
  });
}
