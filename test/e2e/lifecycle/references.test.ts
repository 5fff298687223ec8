import { join } from 'node:path';
import { CreateRepositoryCommand, ECRClient, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import {
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateGrantCommand, CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, PutResourcePolicyCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseUserId } from '../../../domain/ids.ts';
import { referenceKinds } from '../../../domain/references/reference.ts';
import { referencesIn } from '../../../domain/references/stored-references.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { account as accountOf } from '../../domain/builders.ts';
import { type AccountServer, startAccountServer } from '../../fakes/account-server.ts';
import { type AwsAccount, startAwsAccount } from '../../fakes/aws-account.ts';
import { type EksServer, startEksServer } from '../../fakes/eks/eks-server.ts';
import { hasMoto } from '../../fakes/moto/moto-server.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { referencesFaultsOf } from '../answer-faults.ts';
import { daysAgo, detailsOf, account as madeUp, reportOf, write } from '../inputs.ts';
import { runCli } from '../run-cli.ts';

const account = accountOf();
const arn = `arn:aws:iam::${account}:user/alice`;
const region = 'us-east-1';
const id = 'AIDAMOTO0000000000001';

/** A policy that lets these principals do everything. */
const letting = (...principals: readonly string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: principals }, Action: '*', Resource: '*' }],
  });

describe.skipIf(!hasMoto)('who else names a user (skipped without moto_server or Python)', () => {
  const dir = temporaryFolder();
  let [moto, eks, regions] = [{} as AwsAccount, {} as EksServer, {} as AccountServer];
  let keys: string[] = [];
  const references = (...args: readonly string[]) =>
    runCli(dir, ['references', ...args], {
      AWS_ENDPOINT_URL: moto.endpoint,
      AWS_ENDPOINT_URL_EKS: eks.endpoint,
      AWS_ENDPOINT_URL_ACCOUNT: regions.endpoint,
      AWS_CONFIG_FILE: join(dir, 'no-config'),
    });

  beforeAll(async () => {
    const clusters = { [region]: { blue: [], green: ['arn:aws:iam::1:role/ops', 'arn:aws:iam::1:role/dev', arn] } };
    [moto, eks, regions] = await Promise.all([
      startAwsAccount(),
      startEksServer(clusters),
      startAccountServer({
        regions: [
          [region, 'ENABLED_BY_DEFAULT'],
          ['eu-west-1', 'ENABLED'],
        ],
      }),
    ]);
    const config = { endpoint: moto.endpoint, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
    await nameAlice(config);
    await moto.givePast({ user: 'alice', id, created: 400 });
    keys = await nameAliceInKms(config);
    const details = write(
      dir,
      'details.json',
      detailsOf([{ user: 'alice', id, created: daysAgo(400) }]).replaceAll(madeUp, account),
    );
    const report = write(
      dir,
      'report.csv',
      reportOf([{ user: 'alice', created: daysAgo(400) }]).replaceAll(madeUp, account),
    );
    await runCli(dir, ['scan', '--credential-report', report, '--authorization-details', details]);
  });
  afterAll(() => Promise.all([moto, eks, regions].map((server) => server.stop())));

  it('finds each, stops at KMS, names what was refused, and keeps it in the table', async () => {
    const run = await references('ALICE', '--format', 'json');
    expect(run).toMatchObject({ code: 1, stderr: '' });
    const answer = JSON.parse(run.stdout);
    expect(referencesFaultsOf(answer)).toEqual([]);
    expect(answer).toMatchObject({ accountId: account, userId: id, arn, standing: 'stop', regionsLeftOut: [] });
    const places = answer.references.map(({ kind, region: where, by }: Record<string, string>) => [kind, where, by]);
    expect(places).toEqual([
      ['kms-key-policy', region, 'arn'],
      ['kms-grant', region, 'arn'],
      ['role-trust-policy', null, 'arn'],
      ['role-policy', null, 'arn'],
      ['group-policy', null, 'arn'],
      ['managed-policy', null, 'arn'],
      ['bucket-policy', null, 'unique-id'],
      ['queue-policy', region, 'arn'],
      ['topic-policy', region, 'arn'],
      ['secret-policy', region, 'arn'],
      ['function-policy', region, 'arn'],
      ['repository-policy', region, 'arn'],
      ['cluster-access-entry', region, 'arn'],
    ]);
    expect(answer.references.slice(0, 2).map(({ resource }: { resource: string }) => resource)).toEqual(keys);
    expect(new Set(answer.lookedAt.map(({ kind }: { kind: string }) => kind))).toEqual(new Set(referenceKinds));
    expect(answer.notLookedAtWords).toEqual([
      'access entries of EKS clusters in eu-west-1: none could be listed (AccessDeniedException)',
    ]);
    const table = await openEmbeddedTable(join(dir, '.lastseen'), 'existing');
    const userId = parseUserId(id) ?? expect.fail(id);
    const items = await table.readLifecycleOf(account, userId).finally(() => table.close());
    const stored = referencesIn(items, userId);
    expect(stored?.found).toEqual(answer.references);
    expect(stored?.askedAt).toBe(answer.askedAt);
  });

  it('says it to people, and refuses a user that IAM does not have', async () => {
    const { code, stdout } = await references('alice', '--regions', 'eu-west-1');
    expect(code).toBe(1);
    expect(stdout).toContain('5 places name alice: they stop working for a new user of this name');
    expect(stdout).toMatch(/role-trust-policy +- +arn:aws:iam::\d+:role\/.*arn/);
    expect(stdout).toContain(`! not known: Regions left out: ${region}`);
    expect(await references('nobody')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^lastseen: nobody: the table knows no such user[^\n]*\n$/),
    });
  });
});

interface Config {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Makes alice, and a resource of each kind but KMS and EKS that names her. */
async function nameAlice(config: Config): Promise<void> {
  const iam = new IAMClient(config);
  await iam.send(new CreateUserCommand({ UserName: 'alice' }));
  await iam.send(new CreateRoleCommand({ RoleName: 'ops', AssumeRolePolicyDocument: letting(arn) }));
  await iam.send(new CreateRoleCommand({ RoleName: 'other', AssumeRolePolicyDocument: letting(`${arn}-2`) }));
  const own = { Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: arn };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [own] });
  await iam.send(new CreatePolicyCommand({ PolicyName: 'own-keys', PolicyDocument }));
  const inline = { PolicyName: 'inline', PolicyDocument };
  await iam.send(new PutRolePolicyCommand({ RoleName: 'ops', ...inline }));
  await iam.send(new CreateGroupCommand({ GroupName: 'people' }));
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'people', ...inline }));
  const s3 = new S3Client(config);
  await s3.send(new CreateBucketCommand({ Bucket: 'data' }));
  await s3.send(new CreateBucketCommand({ Bucket: 'without-policy' }));
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'data', Policy: letting(id) }));
  await new SQSClient(config).send(new CreateQueueCommand({ QueueName: 'jobs', Attributes: { Policy: letting(arn) } }));
  const sns = new SNSClient(config);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'news' }));
  const policy = { AttributeName: 'Policy', AttributeValue: letting(arn) };
  await sns.send(new SetTopicAttributesCommand({ TopicArn, ...policy }));
  const secrets = new SecretsManagerClient(config);
  await secrets.send(new CreateSecretCommand({ Name: 'token', SecretString: 'x' }));
  await secrets.send(new PutResourcePolicyCommand({ SecretId: 'token', ResourcePolicy: letting(arn) }));
  const ecr = new ECRClient(config);
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  await ecr.send(new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText: letting(arn) }));
  const lambda = new LambdaClient(config);
  const FunctionName = 'resize';
  const code = { Role: `arn:aws:iam::${account}:role/ops`, Handler: 'x.y', Code: { ZipFile: Buffer.from('x') } };
  await lambda.send(new CreateFunctionCommand({ FunctionName, Runtime: 'nodejs22.x', ...code }));
  const permission = { StatementId: 'alice', Action: 'lambda:InvokeFunction', Principal: arn };
  await lambda.send(new AddPermissionCommand({ FunctionName, ...permission }));
}

/** A key whose policy names alice, and one that was granted to her. Returns their ARNs. */
async function nameAliceInKms(config: Config): Promise<string[]> {
  const kms = new KMSClient(config);
  const [first, second] = [await kms.send(new CreateKeyCommand({})), await kms.send(new CreateKeyCommand({}))];
  const [KeyId = '', granted = ''] = [first.KeyMetadata?.Arn, second.KeyMetadata?.Arn];
  await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: letting(arn) }));
  await kms.send(new CreateGrantCommand({ KeyId: granted, GranteePrincipal: arn, Operations: ['Decrypt'] }));
  return [KeyId, granted];
}
