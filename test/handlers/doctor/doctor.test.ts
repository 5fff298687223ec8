import { describe, expect, it } from 'vitest';
import { type Answer, answered, failed } from '../../../domain/answer.ts';
import { diagnose } from '../../../domain/doctor/diagnosis.ts';
import { absentStack } from '../../../domain/doctor/stack-checks.ts';
import { type DoctorRequest, examineDeployment } from '../../../handlers/doctor/doctor.ts';
import type { DoctorPorts } from '../../../handlers/doctor/doctor-ports.ts';
import { account, now, region } from '../../domain/builders.ts';

const home = region('eu-west-1');
const request: DoctorRequest = {
  accountId: account(),
  stackName: 'lastseen-prod',
  home,
  now,
  versions: { lastseen: '0.1.0', node: 'v24.0.0' },
};
const denied = (action: string): Answer<never> => failed({ kind: 'denied', why: 'AccessDenied' }, action);

/** A deployment of which nothing may be read; it notes what is asked. */
function closed(changes: Partial<DoctorPorts> = {}): { readonly ports: DoctorPorts; readonly calls: string[] } {
  const calls: string[] = [];
  const refuse =
    (action: string) =>
    async (...args: readonly unknown[]): Promise<Answer<never>> => {
      calls.push([action, ...args].join(' '));
      return denied(action);
    };
  const ports: DoctorPorts = {
    enabledRegions: refuse('account:ListRegions'),
    clock: refuse('sts:GetCallerIdentity'),
    stack: refuse('cloudformation:DescribeStacks'),
    rule: refuse('events:DescribeRule'),
    rulesTo: refuse('events:ListRuleNamesByTarget'),
    function: async (name) => ({ facts: await refuse('lambda:GetFunctionConfiguration')(name), arn: undefined }),
    functionUse: refuse('cloudwatch:GetMetricData'),
    queue: refuse('sqs:GetQueueAttributes'),
    tableSettings: refuse('dynamodb:DescribeTable'),
    storedAccount: refuse('dynamodb:Query'),
    importedRun: refuse('dynamodb:GetItem'),
    writtenRun: refuse('dynamodb:GetItem'),
    tenantRun: refuse('dynamodb:GetItem'),
    secret: refuse('secretsmanager:DescribeSecret'),
    schedule: refuse('scheduler:GetSchedule'),
    logGroup: refuse('logs:DescribeLogGroups'),
    plannedRun: refuse('dynamodb:GetItem'),
    lifecycles: refuse('dynamodb:Query'),
    filters: refuse('sns:ListSubscriptionsByTopic'),
    evidenceKey: async () => ({ facts: denied('kms:DescribeKey'), policy: denied('kms:GetKeyPolicy') }),
    evidenceBucket: async () => ({
      facts: denied('s3:ListBucket'),
      lock: denied('s3:GetBucketObjectLockConfiguration'),
      isPrivate: denied('s3:GetBucketPublicAccessBlock'),
    }),
    alarms: refuse('cloudwatch:DescribeAlarms'),
    subscriptions: refuse('sns:ListSubscriptionsByTopic'),
    role: refuse('iam:ListRolePolicies'),
    trailHealth: async () => ({ kind: 'unknown', why: 'AccessDenied' }),
    ...changes,
  };
  return { ports, calls };
}

const resources = [
  { id: 'LastSeenTable', type: 'AWS::DynamoDB::Table', physicalId: 'the-table' },
  { id: 'IngestLambdaFunction', type: 'AWS::Lambda::Function', physicalId: 'the-ingest' },
  { id: 'Rule', type: 'AWS::Events::Rule', physicalId: 'security-bus|the-rule' },
  { id: 'DeadLetters', type: 'AWS::SQS::Queue', physicalId: 'https://sqs/dead-letters' },
  { id: 'IngestRole', type: 'AWS::IAM::Role', physicalId: 'the-role' },
];
const stack = async () =>
  answered({
    ...absentStack,
    name: 'lastseen-prod',
    status: 'CREATE_COMPLETE',
    topicArn: 'arn:topic',
    resources,
  });

describe('the examination of a deployment', () => {
  it('that may read nothing asks for no parts, and every check says what it lacks', async () => {
    const { ports, calls } = closed();
    const facts = await examineDeployment(request, ports);
    expect(facts.parts).toBeUndefined();
    expect(calls.some((call) => /^(?:lambda|sqs|iam|sns):/.test(call))).toBe(false);
    const findings = diagnose(facts);
    expect(findings.filter(({ check }) => check === 'stack')).toMatchObject([
      { status: 'warn', todo: expect.stringContaining('"cloudformation:DescribeStacks"') },
    ]);
    expect(findings.some(({ status }) => status === 'fail')).toBe(false);
  });

  it('asks each part of the stack by the name that AWS has for it', async () => {
    const { ports, calls } = closed({ stack });
    await examineDeployment(request, ports);
    expect(calls).toEqual(
      expect.arrayContaining([
        'events:DescribeRule the-rule',
        'lambda:GetFunctionConfiguration the-ingest',
        `cloudwatch:GetMetricData the-ingest ${now}`,
        'sqs:GetQueueAttributes https://sqs/dead-letters',
        'dynamodb:DescribeTable the-table',
        `dynamodb:Query the-table ${account()}`,
        'cloudwatch:DescribeAlarms lastseen-prod-',
        'sns:ListSubscriptionsByTopic arn:topic',
        'iam:ListRolePolicies IngestRole the-role',
      ]),
    );
  });

  it('looks for what its parameters ask for, and at the latest run of each', async () => {
    const asked = async (parameters: readonly (readonly [string, string])[]) => {
      const more = [
        { id: 'PageLambdaFunction', type: 'AWS::Lambda::Function', physicalId: 'the-page' },
        { id: 'ReportBucket', type: 'AWS::S3::Bucket', physicalId: 'the-pages' },
      ];
      const whole = { ...absentStack, name: 'lastseen-prod', status: 'CREATE_COMPLETE', tableName: 'the-table' };
      const { ports, calls } = closed({
        stack: async () => answered({ ...whole, resources: more, parameters: new Map(parameters) }),
      });
      const { parts } = await examineDeployment(request, ports);
      return { found: parts?.optional, items: calls.filter((call) => call.startsWith('dynamodb:GetItem')) };
    };
    const all = await asked([
      ['SecurityHub', 'yes'],
      ['ReportPage', 'yes'],
    ]);
    expect(all.found?.map(({ check, name }) => [check, name])).toEqual([
      ['widget', undefined],
      ['security-hub', undefined],
      ['page', 'the-page'],
    ]);
    expect(all.items).toEqual([`dynamodb:GetItem the-table ${account()} the-pages`]);
    const none = await asked([['ReportPage', 'no']]);
    expect(none.found?.map(({ check }) => check)).toEqual(['widget']);
    expect(none.items).toEqual([]);
  });

  it('asks every other Region for its forwarding to the bus of the home Region', async () => {
    const enabledRegions = async () => answered([home, region('us-east-1')]);
    const { ports, calls } = closed({ enabledRegions });
    const { forwarding } = await examineDeployment(request, ports);
    expect([...forwarding.keys()]).toEqual(['us-east-1']);
    const bus = `arn:aws:events:eu-west-1:${account()}:event-bus/default`;
    expect(calls).toContain(`events:ListRuleNamesByTarget us-east-1 ${bus}`);
  });

  it('knows the function that the rule must lead to by its ARN, also where the rest of it may not be read', async () => {
    const read: DoctorPorts['function'] = async (name) => ({ facts: denied('lambda:GetFunction'), arn: `arn:${name}` });
    const { ports } = closed({ stack, function: read });
    expect((await examineDeployment(request, ports)).parts?.ingestArn).toBe('arn:the-ingest');
  });
});
