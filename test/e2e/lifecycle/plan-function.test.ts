import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LifecycleRunOutcome } from '../../../handlers/lifecycle/run-lifecycle.ts';
import { type AccountServer, startAccountServer } from '../../fakes/account-server.ts';
import { type AwsAccount, accountId, region, startAwsAccount } from '../../fakes/aws-account.ts';
import { type CloudtrailServer, startCloudtrailServer } from '../../fakes/cloudtrail-server.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { isInstalled } from '../../stack/installed.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { runCli } from '../run-cli.ts';

const isPossible = isInstalled('moto_server', '--help') && isInstalled('aws') && isInstalled('python3');
const table = 'lastseen-prod';
const always = { ACTING_DAYS: 'Mon,Tue,Wed,Thu,Fri,Sat,Sun', ACTING_HOURS: '0-24' };
/** Where it is noon now, the hours from 0 to 1 are closed. */
const never = { ...always, ACTING_DAYS: 'Mon', ACTING_HOURS: '0-1', TIME_ZONE: zoneWhereItIsNoon() };

function zoneWhereItIsNoon(): string {
  const offset = new Date().getUTCHours() - 12;
  return `Etc/GMT${offset < 0 ? '-' : '+'}${Math.abs(offset)}`;
}

describe.skipIf(!isPossible)('the function that plans (skipped without moto_server, the AWS CLI or Python)', () => {
  const dir = temporaryFolder();
  let [aws, trail, account] = [{} as AwsAccount, {} as CloudtrailServer, {} as AccountServer];
  let dynamodb: EmbeddedDynamodb;
  let topicArn: string | undefined;
  let heard: () => Promise<readonly { readonly Subject: string; readonly Message: string }[]>;

  beforeAll(async () => {
    [aws, trail, account, dynamodb] = await Promise.all([
      startAwsAccount({ MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' }),
      startCloudtrailServer(),
      startAccountServer(),
      startEmbeddedDynamodb(),
    ]);
    const client = { endpoint: aws.endpoint, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
    const [iam, sns, sqs] = [new IAMClient(client), new SNSClient(client), new SQSClient(client)];
    await ensureTable(dynamodb.client, table);
    for (const [index, UserName] of ['olive', 'admin', 'busy-3', 'busy-4'].entries()) {
      await iam.send(new CreateUserCommand({ UserName, Tags: [{ Key: 'owner', Value: 'team@example.com' }] }));
      await iam.send(new CreateAccessKeyCommand({ UserName }));
      const id = `AIDAMOTO${`${index}`.padStart(13, '0')}`;
      await aws.givePast({ user: UserName, id, created: 400, keyUsed: index < 2 ? 200 : 1 });
    }
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await iam.send(new AttachUserPolicyCommand({ UserName: 'admin', PolicyArn }));
    topicArn = (await sns.send(new CreateTopicCommand({ Name: 'ours' }))).TopicArn;
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'mail' }));
    const Endpoint = `arn:aws:sqs:${region}:${accountId}:mail`;
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint }));
    heard = async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      return Messages.map(({ Body = '' }) => JSON.parse(Body));
    };
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await Promise.all([aws, trail, account, dynamodb].map((server) => server.stop()));
  });
  beforeEach(() => vi.spyOn(console, 'info').mockImplementation(() => {}));

  const endpoints = () => ({
    ...aws.env,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    AWS_ENDPOINT_URL_CLOUDTRAIL: trail.endpoint,
    AWS_ENDPOINT_URL_ACCOUNT: account.endpoint,
  });
  async function invoke(changes: Readonly<Record<string, string>>): Promise<LifecycleRunOutcome> {
    const given = { STAGE: 'plan', TABLE_NAME: table, TOPIC_ARN: `${topicArn}`, POWERTOOLS_DEV: 'true', ...changes };
    for (const [name, value] of Object.entries({ ...endpoints(), ...given })) vi.stubEnv(name, value);
    vi.resetModules();
    const { handler } = await import('../../../handlers/lambda/lifecycle.ts');
    const invokedFunctionArn = `arn:aws:lambda:${region}:${accountId}:function:lastseen-prod-lifecycle`;
    return handler({}, { invokedFunctionArn } as Context);
  }
  const items = async () => {
    const { Items = [] } = await dynamodb.client.send(new ScanCommand({ TableName: table }));
    return Items.filter((item) => item['accountId']?.S !== `plan#${accountId}`);
  };

  it('says that nobody was judged yet, once', async () => {
    expect(await invoke(always)).toMatchObject({ kind: 'planned', isPublished: true, steps: { notice: 0 } });
    expect(await heard()).toMatchObject([{ Subject: `Lastseen ${accountId}: stopped` }]);
    expect(await invoke(always)).toMatchObject({ kind: 'planned', isPublished: false });
    expect(await heard()).toEqual([]);
  });

  it('tells the topic what it would do when that changes, and changes nobody', async () => {
    const scanned = await runCli(dir, ['scan', '--live', '--table', table], endpoints());
    expect(scanned.stderr).toContain('services');
    const before = await items();
    expect(await invoke(always)).toMatchObject({ kind: 'planned', isPublished: true, steps: { notice: 1 }, stops: [] });
    const [message, ...others] = await heard();
    expect(others).toEqual([]);
    expect(message?.Subject).toBe(`Lastseen ${accountId}: would do: 1 to notice`);
    expect(message?.Message).toContain('Owners would hear that their users are unused (1)\n  olive (AIDAMOTO');
    expect(message?.Message).toContain('owner team@example.com: ');
    expect(message?.Message).not.toContain('admin (');
    expect(await items()).toEqual(before);
    expect((await aws.aws('iam', 'list-user-tags', '--user-name', 'olive'))['Tags']).toHaveLength(1);
  });

  it('waits outside the hours in which users may be quarantined, once the day has its plan', async () => {
    expect(await invoke(never)).toMatchObject({ kind: 'waiting', closed: expect.stringContaining('Mon 00-01') });
  });

  it('refuses to start with a setting that it cannot read', async () => {
    await expect(invoke({ ACTING_HOURS: '14-8' })).rejects.toThrow('ACTING_HOURS=14-8: give hours like 8-14');
  });
});
