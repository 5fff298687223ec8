import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureTable } from '../../fakes/embedded-dynamodb.ts';
import { hasMoto, type MotoServer, startMoto } from '../../fakes/moto/moto-server.ts';
import type { PackagedStack } from '../package-stack.ts';
import type { Template } from '../template.ts';

const name = 'lastseen-prod';
const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:123456789012:${rest}`;

/** Every parameter with a value that is not its default. */
const given: Readonly<Record<string, string>> = {
  ThresholdDays: '60',
  ResolutionMinutes: '0',
  ExemptTag: 'team/lastseen exempt',
  ExistingTable: 'lastseen-old',
  Schedule: 'cron(0 6 * * ? *)',
  NotificationEmail: 'security@example.com',
  NotificationTopicArn: arn('sns', 'ours'),
  AlarmCap: '0',
  UserAlarmsNotify: 'yes',
  ServiceLastAccessed: 'no',
  LogRetentionDays: '365',
  Regions: 'eu-west-1,us-east-1',
  ReserveConcurrency: 'yes',
  IngestConcurrency: '3',
  TrailBucket: 'trail',
  TrailAccount: '210987654321',
  TrailTopicArn: arn('sns', 'trail'),
  TrailKeyArn: arn('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'),
  TrailOfOrganization: 'yes',
  BackfillConcurrency: '5',
  SecurityHub: 'yes',
  ReportPage: 'yes',
  ReportVersionDays: '30',
  ReportKeyArn: arn('kms', 'key/4321abcd-12ab-34cd-56ef-1234567890ab'),
  Remediation: 'delete',
  NoticeDays: '30',
  OwnerTags: 'team,contact person',
  OwnerRules: '/ci/=platform@example.com,group:billing=finance@example.com',
  FallbackOwner: 'Security <security@example.com>',
  NoticesARun: '10',
  QuarantinesARun: '2',
  GraceDays: '60',
  DeletesARun: '1',
  WeeklyPercent: '5',
  ProtectedPaths: '/ops/,/vendor/a/',
  RequireApproval: 'yes',
  Approvers: 'ann,arn:aws:iam::123456789012:user/ben',
  ActingDays: 'Mon,Fri',
  ActingHours: '9-12',
  ActingTimeZone: 'Europe/Berlin',
  FreezeDays: '2026-12-24,2026-12-31',
  OnReturn: 'restore-known',
  OnReturnRules: '/people/=hold,tag:team=payments=restore',
  EvidenceKeyArn: 'create',
  EvidenceBucket: 'create',
  EvidenceLockDays: '30',
  PermissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/bounds',
  RolePath: '/security/lastseen/',
  OrganizationId: 'o-a1b2c3d4e5',
  MemberRoleName: 'audit-member',
  OrganizationSchedule: 'cron(0 7 * * ? *)',
  OrganizationConcurrency: '10',
  MemberEvents: 'yes',
  EntraTenantId: '61b97b01-53be-4f0f-a054-3988c23668dc',
  EntraClientId: '11111111-2222-4333-8444-555555555555',
  EntraSecretArn: arn('ssm', 'parameter/lastseen/entra'),
  EntraSecretKeyArn: arn('kms', 'key/5678abcd-12ab-34cd-56ef-1234567890ab'),
  EntraCloud: 'us',
  EntraBeta: 'yes',
  GoogleCustomerId: 'C03az79cb',
  GoogleAdmin: 'admin@example.com',
  GoogleSecretArn: arn('secretsmanager', 'secret:lastseen/google-AbCdEf'),
  GoogleSecretKeyArn: arn('kms', 'key/6789abcd-12ab-34cd-56ef-1234567890ab'),
};

const all = Object.entries(given);
type Given = readonly (readonly [string, string])[];
const leftOut = all.map(([left]): [string, Given] => [`all but ${left}`, all.filter(([each]) => each !== left)]);
const alone = all.map((one): [string, Given] => [`${one[0]} alone`, [one]]);
const few: readonly [string, Given][] = [
  ['none', []],
  ['all', all],
];

/**
 * The packaged template in the emulator, with each parameter given alone and each left out: `npm run check:parameters`.
 * Otherwise with none and with all of them. The code of the functions is a stand-in: it is uploaded between two steps.
 */
export function eachParameterSuite({ template }: PackagedStack): void {
  const cases = process.env['LASTSEEN_EACH_PARAMETER'] === undefined ? few : [...few, ...alone, ...leftOut];

  it('each parameter has a value here that is not its default', () => {
    expect(Object.keys(given)).toEqual(Object.keys(template.Parameters));
    for (const [parameter, { Default }] of Object.entries(template.Parameters))
      expect(given[parameter]).not.toBe(Default);
  });

  describe.skipIf(!hasMoto)('each parameter in moto_server (skipped where it is not installed)', () => {
    let moto: MotoServer;
    let clients: ReturnType<typeof clientsAt>;
    beforeAll(async () => {
      moto = await startMoto();
      clients = clientsAt(moto.endpoint);
    });
    afterAll(() => moto?.stop());
    beforeEach(() => fetch(`${moto.endpoint}/moto-api/reset`, { method: 'POST' }));

    const TemplateBody = JSON.stringify(withStandIns(template));
    const create = async (parameters: Given) => {
      const Parameters = parameters.map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
      await clients.stacks.send(new CreateStackCommand({ StackName: name, TemplateBody, Parameters }));
      const { Stacks } = await clients.stacks.send(new DescribeStacksCommand({ StackName: name }));
      return Stacks?.[0]?.StackStatus;
    };
    const functions = async () => {
      const { Functions = [] } = await clients.lambda.send(new ListFunctionsCommand());
      return Functions.map(({ FunctionName }) => FunctionName?.replace(`${name}-`, '')).sort();
    };
    const tables = async () => (await clients.dynamodb.send(new ListTablesCommand())).TableNames;

    it.each(cases)('%s', async (_, parameters) => {
      const isGiven = (wanted: string) => parameters.some(([each]) => each === wanted);
      expect(await create(parameters)).toBe('CREATE_COMPLETE');
      const always = ['backfill', 'ingest', 'reconcile', 'widget'];
      const archive = isGiven('TrailBucket') ? ['ingest-archive'] : [];
      const hub = isGiven('SecurityHub') ? ['security-hub'] : [];
      const page = isGiven('ReportPage') ? ['page'] : [];
      const lifecycle = isGiven('Remediation') ? ['approve', 'lifecycle', 'quarantine', 'remove'] : [];
      const organization = isGiven('OrganizationId') ? ['organization-plan', 'organization-work'] : [];
      const entra = isGiven('EntraTenantId') ? ['entra'] : [];
      const google = isGiven('GoogleCustomerId') ? ['google'] : [];
      const optional = [...archive, ...hub, ...page, ...lifecycle, ...organization, ...entra, ...google];
      expect(await functions()).toEqual([...always, ...optional].sort());
      expect(await tables()).toEqual(isGiven('ExistingTable') ? [] : [name]);
    });

    it('a first deployment that failed, or a removal, left the table: the next one fails, and adopts it by ExistingTable', async () => {
      await ensureTable(clients.dynamodb, name);
      // The emulator ends in an error of its own, which names the table in a form that the SDK cannot read.
      await expect(create([])).rejects.toThrow();
      await clients.stacks.send(new DeleteStackCommand({ StackName: name })).catch(() => undefined);
      expect(await tables()).toEqual([name]);
      expect(await create([['ExistingTable', name]])).toBe('CREATE_COMPLETE');
      expect(await tables()).toEqual([name]);
    });
  });
}

function withStandIns(template: Template): Template {
  const Resources = Object.entries(template.Resources).map(([id, resource]) => {
    const Code = { ZipFile: 'exports.handler = async () => {};' };
    const isFunction = resource.Type === 'AWS::Lambda::Function';
    return [id, isFunction ? { ...resource, Properties: { ...resource.Properties, Code } } : resource] as const;
  });
  return { ...template, Resources: Object.fromEntries(Resources) };
}

function clientsAt(endpoint: string) {
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  return {
    stacks: new CloudFormationClient(config),
    lambda: new LambdaClient(config),
    dynamodb: new DynamoDBClient(config),
  };
}
