import { describe, expect, it } from 'vitest';
import type { Parsed } from '../../../domain/parsed.ts';
import type { Environment } from '../../../domain/settings/environment.ts';
import {
  parseEntraSettings,
  parseGoogleSettings,
  type TenantSettings,
} from '../../../domain/settings/tenant-settings.ts';
import { times } from '../../../handlers/lambda/providers/tenant-door.ts';
import { okOf } from '../../domain/ok-of.ts';
import type { PackagedStack } from '../package-stack.ts';
import { region, resolveIntrinsics } from '../resolve-intrinsics.ts';
import { asList, at, ofType, propertiesOf } from '../template.ts';

const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:lastseen/tenant-AbCdEf';
const parameter = 'arn:aws:ssm:eu-west-1:123456789012:parameter/lastseen/tenant';
const key = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd';

interface GivenProvider {
  readonly id: string;
  readonly tenant: string;
  readonly given: Readonly<Record<string, string>>;
  readonly parse: (env: Environment) => Parsed<TenantSettings>;
  /** What the parser reads beside what every provider has. */
  readonly own: object;
}

/** What the stack is given for each provider, and what its function's own parser makes of it. */
const providers: readonly GivenProvider[] = [
  {
    id: 'Entra',
    tenant: '61b97b01-53be-4f0f-a054-3988c23668dc',
    given: {
      EntraTenantId: '61b97b01-53be-4f0f-a054-3988c23668dc',
      EntraClientId: '11111111-2222-4333-8444-555555555555',
      EntraSecretArn: secret,
      EntraCloud: 'us',
      EntraBeta: 'yes',
    },
    parse: parseEntraSettings,
    own: { clientId: '11111111-2222-4333-8444-555555555555', cloud: 'us', beta: true },
  },
  {
    id: 'Google',
    tenant: 'C03az79cb',
    given: { GoogleCustomerId: 'C03az79cb', GoogleAdmin: 'admin@example.com', GoogleSecretArn: secret },
    parse: parseGoogleSettings,
    own: { admin: 'admin@example.com' },
  },
];

/** What shows a tenant beside its own resources. */
const readers = [
  'Dashboard',
  'OrganizationDashboard',
  'OrganizationPlanLambdaFunction',
  'OrganizationWorkLambdaFunction',
];

/** What other identity providers add to the stack. */
export function providersSuite({ template }: PackagedStack): void {
  describe.each(providers)('the stack with $id', ({ id, tenant, given, parse, own }) => {
    const resolved = (resource: string, more: Readonly<Record<string, string>> = {}) =>
      resolveIntrinsics(template, propertiesOf(template, resource), { ...given, ...more });
    const statements = (more: Readonly<Record<string, string>> = {}) => {
      const [policy] = asList(at(resolved(`${id}Role`, more), 'Policies'));
      return asList(at(policy, 'PolicyDocument.Statement'));
    };
    const statement = (sid: string, more: Readonly<Record<string, string>> = {}) =>
      statements(more).find((each) => at(each, 'Sid') === sid);

    it('adds resources under one condition, and changes no byte of those of others', () => {
      const isOurs = (name: string) => template.Resources[name]?.Condition === `${id}Given`;
      const parts = ['LambdaFunction', 'LogGroup', 'Invocation', 'Schedule', 'DailySchedule', 'Role', 'ScheduleRole'];
      const alarms = ['UnusedAlarm', 'UnknownAlarm', 'ShrunkAlarm', 'HeartbeatAlarm', 'ErrorsAlarm'];
      const added = Object.keys(template.Resources).filter(isOurs);
      expect(added.sort()).toEqual([...parts, ...alarms].map((part) => `${id}${part}`).sort());
      const others = Object.entries(template.Resources).filter(([name]) => !isOurs(name));
      const mentioned = others.filter(([, resource]) => JSON.stringify(resource).includes(id));
      expect(mentioned.map(([name]) => name).sort()).toEqual(readers);
      for (const [name, { Properties }] of mentioned) {
        const without = JSON.stringify(resolveIntrinsics(template, Properties));
        expect(without, name).not.toMatch(/Entra|Google/);
        expect(JSON.stringify(resolveIntrinsics(template, Properties, given)), name).toContain(tenant);
      }
      expect(resolveIntrinsics(template, template.Conditions[`${id}Given`])).toBe(false);
      expect(resolveIntrinsics(template, template.Conditions[`${id}Given`], given)).toBe(true);
    });

    it('tells the function all that it needs, and where the secret is, not the secret', () => {
      const environment = at(resolved(`${id}LambdaFunction`), 'Environment.Variables') as Record<string, string>;
      const topic = `arn:aws:sns:${region}:123456789012:lastseen`;
      expect(okOf(parse({ ...environment, TABLE_NAME: 'lastseen-prod', TOPIC_ARN: topic }))).toEqual({
        stackName: 'lastseen-prod',
        tableName: 'lastseen-prod',
        topicArn: topic,
        thresholdDays: 90,
        eventBus: 'default',
        tenant,
        secretArn: secret,
        ...own,
      });
      expect(propertiesOf(template, `${id}LambdaFunction`)).not.toHaveProperty('VpcConfig');
    });

    it('begins once a day, and lets what is unfinished go on every quarter of an hour', () => {
      const target = { Arn: `<${id}LambdaFunction.Arn>`, RoleArn: `<${id}ScheduleRole.Arn>` };
      expect(resolved(`${id}DailySchedule`)).toMatchObject({
        ScheduleExpression: 'cron(17 5 * * ? *)',
        Target: { ...target, Input: '{"begin":true}' },
      });
      expect(resolved(`${id}Schedule`)).toMatchObject({
        ScheduleExpression: 'rate(15 minutes)',
        Target: { ...target, Input: '{}', RetryPolicy: { MaximumRetryAttempts: 0 } },
      });
    });

    it('leaves an invocation time to end what it began', () => {
      const timeoutMs = Number(at(resolved(`${id}LambdaFunction`), 'Timeout')) * 1000;
      expect(times.lastRequestMs + times.judgeMs).toBeLessThan(timeoutMs);
    });

    it('opens the one secret by the action of its service, and its own key through that service alone', () => {
      expect(statement('ReadTheSecret')).toMatchObject({ Action: 'secretsmanager:GetSecretValue', Resource: secret });
      expect(statement('DecryptTheSecret')).toBeUndefined();
      const inSsm = { [`${id}SecretArn`]: parameter, [`${id}SecretKeyArn`]: key };
      expect(statement('ReadTheSecret', inSsm)).toMatchObject({ Action: 'ssm:GetParameter', Resource: parameter });
      expect(statement('DecryptTheSecret', inSsm)).toMatchObject({
        Action: 'kms:Decrypt',
        Resource: key,
        Condition: { StringEquals: { 'kms:ViaService': 'ssm.eu-west-1.amazonaws.com' } },
      });
    });

    it('reaches the entries of its tenant, its own memory of it and the list of accounts, and no others', () => {
      expect(at(statement('KeepTheTenant'), 'Condition')).toEqual({
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [tenant, 'accounts', `reads#${tenant}`] },
      });
    });

    it('has five alarms, on its own tenant', () => {
      const alarms = ofType(template, 'AWS::CloudWatch::Alarm').filter(({ id: name }) => name.startsWith(id));
      const brief = alarms.map(({ id: name }) => resolved(name));
      expect(brief.map((alarm) => [at(alarm, 'MetricName'), at(alarm, 'TreatMissingData')])).toEqual([
        ['UnusedUsers', 'ignore'],
        ['UnknownUsers', 'ignore'],
        ['InventoryShrunk', 'ignore'],
        ['ReconcileCompleted', 'breaching'],
        ['Errors', 'notBreaching'],
      ]);
      const owned = [
        { Name: 'AccountId', Value: tenant },
        { Name: 'Stack', Value: 'lastseen-prod' },
      ];
      expect(brief.slice(0, 4).map((alarm) => at(alarm, 'Dimensions'))).toEqual(Array(4).fill(owned));
    });
  });
}
