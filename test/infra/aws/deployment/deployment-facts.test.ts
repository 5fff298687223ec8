import { CloudWatchClient, PutMetricAlarmCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateKeyCommand,
  DisableKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateScheduleCommand, CreateScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { CreateSecretCommand, DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered } from '../../../../domain/answer.ts';
import { type Instant, instantOfEpochMs } from '../../../../domain/time.ts';
import { readClock } from '../../../../infra/aws/deployment/aws-clock.ts';
import { readEvidenceBucket, readEvidenceKey } from '../../../../infra/aws/deployment/evidence-store.ts';
import { readFunctionUse } from '../../../../infra/aws/deployment/function-metrics.ts';
import { readRole } from '../../../../infra/aws/deployment/iam-roles.ts';
import { describeSecret, readLogGroup, readSchedule } from '../../../../infra/aws/deployment/provider-parts.ts';
import { readFilters, readSubscriptions } from '../../../../infra/aws/deployment/sns-subscriptions.ts';
import { readAlarms } from '../../../../infra/aws/deployment/stack-alarms.ts';
import { hasMoto, type MotoServer, startMoto } from '../../../fakes/moto/moto-server.ts';

describe.skipIf(!hasMoto)('what is gathered of a deployment (skipped where moto_server is not installed)', () => {
  let moto: MotoServer;
  const config = () => ({
    endpoint: moto.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    disableRequestCompression: true,
  });
  beforeAll(async () => {
    moto = await startMoto('tests');
  });
  afterAll(() => moto.stop());

  it('the actions that all policies of a role allow; what is not an action is everything', async () => {
    const iam = new IAMClient(config());
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await iam.send(new CreateRoleCommand({ RoleName: 'reads', AssumeRolePolicyDocument: trust }));
    const put = (PolicyName: string, Statement: unknown) =>
      iam.send(
        new PutRolePolicyCommand({
          RoleName: 'reads',
          PolicyName,
          PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
        }),
      );
    await put('one', { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' });
    await put('two', [
      { Effect: 'Allow', Action: ['sns:Publish', 'iam:Get*'], Resource: '*' },
      { Effect: 'Deny', Action: 's3:*', Resource: '*' },
      { Effect: 'Allow', NotAction: 's3:*', Resource: '*' },
    ]);
    const actions = ['sqs:SendMessage', 'sns:Publish', 'iam:Get*', '*'];
    expect(await readRole(iam, 'Role', 'reads')).toEqual(answered({ id: 'Role', name: 'reads', actions }));
    expect(await readRole(iam, 'Role', 'nobody')).toEqual(answered({ id: 'Role', name: 'nobody', actions: undefined }));
  });

  it('alarms by the beginning of their names, and whether they tell anybody', async () => {
    const cloudwatch = new CloudWatchClient(config());
    const put = (AlarmName: string, actions: { ActionsEnabled?: boolean; AlarmActions?: string[] }) => {
      const alarm = {
        AlarmName,
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        Threshold: 0,
      } as const;
      const metric = { MetricName: 'UnusedUsers', Namespace: 'Lastseen', Period: 60, Statistic: 'Maximum' } as const;
      return cloudwatch.send(new PutMetricAlarmCommand({ ...alarm, ...metric, ...actions }));
    };
    const AlarmActions = ['arn:aws:sns:eu-west-1:123456789012:topic'];
    await put('ours-a', { AlarmActions });
    await put('ours-b', { AlarmActions, ActionsEnabled: false });
    await put('ours-c', {});
    await put('theirs', { AlarmActions });
    const asked = await readAlarms(cloudwatch, 'ours-');
    const alarms = asked.kind === 'answered' ? asked.value : [];
    expect(alarms.map(({ name, notifies: tells }) => [name, tells])).toEqual([
      ['ours-a', true],
      ['ours-b', false],
      ['ours-c', false],
    ]);
  });

  it('what CloudWatch counted of each function in the last day', async () => {
    const cloudwatch = new CloudWatchClient(config());
    const count = (MetricName: string, name: string, Value: number, hoursAgo: number) => ({
      MetricName,
      Dimensions: [{ Name: 'FunctionName', Value: name }],
      Value,
      Timestamp: new Date(Date.now() - hoursAgo * 3_600_000),
    });
    const MetricData = [
      count('Invocations', 'ingest', 5, 1),
      count('Invocations', 'ingest', 4, 20),
      count('Invocations', 'ingest', 70, 30),
      count('Errors', 'ingest', 2, 2),
      count('Errors', 'other', 3, 2),
    ];
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'AWS/Lambda', MetricData }));
    const now = instantOfEpochMs(Date.now() + 1000) as Instant;
    expect(await readFunctionUse(cloudwatch, ['ingest', 'reconcile'], now)).toEqual(
      answered([
        { name: 'ingest', invocations: 9, errors: 2 },
        { name: 'reconcile', invocations: 0, errors: 0 },
      ]),
    );
  });

  it('the secret of another provider without its value: its age, whether it is encrypted, deleted or not there', async () => {
    const [secretsManager, ssm] = [new SecretsManagerClient(config()), new SSMClient(config())];
    const clients = { secretsManager, ssm };
    const value = 'a-value-that-nobody-reads';
    const made = await secretsManager.send(new CreateSecretCommand({ Name: 'lastseen/entra', SecretString: value }));
    await ssm.send(new PutParameterCommand({ Name: '/lastseen/google', Type: 'SecureString', Value: value }));
    await ssm.send(new PutParameterCommand({ Name: 'plain', Type: 'String', Value: value }));
    const parameter = (name: string) => `arn:aws:ssm:eu-west-1:123456789012:parameter/${name}`;
    const kept = { kind: 'kept', changedAt: expect.stringMatching(/^20\d\d-/), isEncrypted: true };
    const found = [
      await describeSecret(`${made.ARN}`, clients),
      await describeSecret(parameter('lastseen/google'), clients),
      await describeSecret(parameter('plain'), clients),
      await describeSecret(parameter('nothing'), clients),
      await describeSecret('arn:aws:secretsmanager:eu-west-1:123456789012:secret:nothing-AbCdEf', clients),
    ];
    expect(found).toMatchObject([
      answered(kept),
      answered(kept),
      answered({ ...kept, isEncrypted: false }),
      answered({ kind: 'absent' }),
      answered({ kind: 'absent' }),
    ]);
    expect(JSON.stringify(found)).not.toContain(value);
    await secretsManager.send(new DeleteSecretCommand({ SecretId: `${made.ARN}` }));
    expect(await describeSecret(`${made.ARN}`, clients)).toEqual(answered({ kind: 'deleted' }));
  });

  it('a schedule by its name and group, and a log group by its whole name', async () => {
    const [scheduler, logs] = [new SchedulerClient(config()), new CloudWatchLogsClient(config())];
    await scheduler.send(new CreateScheduleGroupCommand({ Name: 'lastseen-prod' }));
    const target = {
      Arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
      RoleArn: 'arn:aws:iam::123456789012:role/r',
    };
    const schedule = (Name: string, State: 'ENABLED' | 'DISABLED') => {
      const at = { ScheduleExpression: 'rate(15 minutes)', FlexibleTimeWindow: { Mode: 'OFF' } } as const;
      return scheduler.send(
        new CreateScheduleCommand({ GroupName: 'lastseen-prod', Name, State, Target: target, ...at }),
      );
    };
    await schedule('on', 'ENABLED');
    await schedule('off', 'DISABLED');
    const states = [];
    for (const name of ['on', 'off', 'gone']) states.push(await readSchedule(scheduler, 'lastseen-prod', name));
    expect(states).toEqual([
      answered({ name: 'on', state: 'ENABLED' }),
      answered({ name: 'off', state: 'DISABLED' }),
      answered({ name: 'gone', state: undefined }),
    ]);
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/the-entra' }));
    expect(await readLogGroup(logs, '/aws/lambda/the-entra')).toEqual(
      answered({ name: '/aws/lambda/the-entra', isThere: true }),
    );
    expect(await readLogGroup(logs, '/aws/lambda/the')).toEqual(answered({ name: '/aws/lambda/the', isThere: false }));
  });

  it('the key of the evidence in each of its states with its policy, and a key that is none', async () => {
    const kms = new KMSClient(config());
    const made = new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const { Arn: arn = '', KeyId = '' } = (await kms.send(made)).KeyMetadata ?? {};
    const signs = { arn, usage: 'SIGN_VERIFY', spec: 'ECC_NIST_P256' };
    const { Policy: policy = 'none' } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    expect(await readEvidenceKey(kms, arn)).toEqual({
      facts: answered({ ...signs, state: 'Enabled' }),
      policy: answered(policy),
    });
    expect(policy).toMatch(/"Statement"/);
    await kms.send(new DisableKeyCommand({ KeyId }));
    expect((await readEvidenceKey(kms, KeyId)).facts).toEqual(answered({ ...signs, state: 'Disabled' }));
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect((await readEvidenceKey(kms, KeyId)).facts).toEqual(answered({ ...signs, state: 'PendingDeletion' }));
    const none = await readEvidenceKey(kms, `${arn.slice(0, -36)}00000000-0000-0000-0000-000000000000`);
    expect([none.facts, none.policy]).toMatchObject([
      { kind: 'failed', action: 'kms:DescribeKey', failure: { kind: 'refused', why: 'NotFoundException' } },
      { kind: 'failed', action: 'kms:GetKeyPolicy' },
    ]);
  });

  it('the bucket of the evidence with its lock and its block, a bare one, and one that is gone', async () => {
    const s3 = new S3Client({ ...config(), forcePathStyle: true });
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
    const make = (Bucket: string, ObjectLockEnabledForBucket: boolean) =>
      s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket, CreateBucketConfiguration }));
    const lock = (Bucket: string, Mode: 'COMPLIANCE' | 'GOVERNANCE') => {
      const Rule = { DefaultRetention: { Mode, Days: 400 } };
      const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
      return s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    };
    const block = (Bucket: string, RestrictPublicBuckets: boolean) => {
      const others = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true };
      const PublicAccessBlockConfiguration = { ...others, RestrictPublicBuckets };
      return s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    };
    await make('locked', true);
    await lock('locked', 'COMPLIANCE');
    await block('locked', true);
    await make('governed', true);
    await lock('governed', 'GOVERNANCE');
    await block('governed', false);
    await make('bare', false);
    const facts = (name: string, isThere = true) => answered({ name, isThere });
    expect(await Promise.all(['locked', 'governed', 'bare'].map((name) => readEvidenceBucket(s3, name)))).toEqual([
      { facts: facts('locked'), lock: answered('COMPLIANCE'), isPrivate: answered(true) },
      { facts: facts('governed'), lock: answered('GOVERNANCE'), isPrivate: answered(false) },
      { facts: facts('bare'), lock: answered(undefined), isPrivate: answered(false) },
    ]);
    expect((await readEvidenceBucket(s3, 'gone')).facts).toEqual(facts('gone', false));
  });

  it('the subscriptions of a topic on every page, and the filter of each with its scope', async () => {
    const sns = new SNSClient(config());
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'owners' }));
    const subscribe = (name: string, Attributes: Record<string, string> = {}) => {
      const Endpoint = `arn:aws:sqs:eu-west-1:123456789012:${name}`;
      return sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
    };
    const FilterPolicy = '{"owner": ["team@example.com"]}';
    await subscribe('filtered', { FilterPolicy });
    await subscribe('of-body', { FilterPolicy, FilterPolicyScope: 'MessageBody' });
    await subscribe('all-0');
    await Promise.all(Array.from({ length: 99 }, (_, number) => subscribe(`all-${number + 1}`)));
    expect(await readSubscriptions(sns, TopicArn)).toEqual(answered({ confirmed: 102, pending: 0 }));
    const filters = await readFilters(sns, TopicArn);
    const found = filters.kind === 'answered' ? filters.value : [];
    const endpoint = (name: string) => expect.stringMatching(new RegExp(`:${name}$`));
    expect(found).toHaveLength(102);
    expect(found.slice(0, 3)).toEqual([
      answered({ endpoint: endpoint('filtered'), policy: FilterPolicy, isOfBody: false }),
      answered({ endpoint: endpoint('of-body'), policy: FilterPolicy, isOfBody: true }),
      answered({ endpoint: endpoint('all-0'), policy: undefined, isOfBody: false }),
    ]);
    expect(await readFilters(sns, `${TopicArn}-gone`)).toMatchObject({
      kind: 'failed',
      action: 'sns:ListSubscriptionsByTopic',
    });
  });

  it('the time of AWS, to the second of its answer', async () => {
    const clock = await readClock(new STSClient(config()));
    const { awsMs, localMs } = clock.kind === 'answered' ? clock.value : { awsMs: 0, localMs: 0 };
    expect(Math.abs(localMs - awsMs)).toBeLessThan(2000);
  });
});
