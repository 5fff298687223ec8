import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateUserCommand,
  IAMClient,
  ListAttachedUserPoliciesCommand,
  ListUserTagsCommand,
} from '@aws-sdk/client-iam';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountSettings } from '../../../domain/accounts/account-settings.ts';
import { stepHash } from '../../../domain/approvals/step-terms.ts';
import { termsIn } from '../../../domain/lifecycle/hashed-steps.ts';
import { noEntries } from '../../../domain/lifecycle/lifecycle.ts';
import { type LifecyclePlan, sealPlan } from '../../../domain/lifecycle/plan.ts';
import { callsOf, type Step } from '../../../domain/lifecycle/step.ts';
import { nextEvent } from '../../../domain/lifecycle/transition.ts';
import { lifecycleEntry, lifecycleEventEntry } from '../../../domain/sightings/entry.ts';
import { plusDays, plusMinutes } from '../../../domain/time.ts';
import { canonicalDigest } from '../../../handlers/canonical-digest.ts';
import { clockTime } from '../../../handlers/clock.ts';
import { checkActs } from '../../../handlers/evidence/check-acts.ts';
import type { LifecycleDoorOutcome } from '../../../handlers/lambda/lifecycle.ts';
import { answerReturn } from '../../../handlers/lifecycle/answer-return.ts';
import { readUser } from '../../../handlers/lifecycle/read-user.ts';
import { writeTransition } from '../../../handlers/lifecycle/write-transition.ts';
import { dynamodbAccountSettings } from '../../../infra/aws/dynamodb/accounts/dynamodb-account-settings.ts';
import { dynamodbActs } from '../../../infra/aws/dynamodb/acts/dynamodb-acts.ts';
import { dynamodbCampaigns } from '../../../infra/aws/dynamodb/campaigns/dynamodb-campaigns.ts';
import { dynamodbLease } from '../../../infra/aws/dynamodb/dynamodb-lease.ts';
import { dynamodbLifecycles } from '../../../infra/aws/dynamodb/dynamodb-lifecycles.ts';
import { sighting, account as testAccount, user as testUser } from '../../domain/builders.ts';
import { campaign, review } from '../../domain/review/world.ts';
import { type AccountServer, startAccountServer } from '../../fakes/account-server.ts';
import { type AwsAccount, accountId as awsAccountId, region, startAwsAccount } from '../../fakes/aws-account.ts';
import { type CloudtrailServer, startCloudtrailServer } from '../../fakes/cloudtrail-server.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { hasMoto } from '../../fakes/moto/moto-server.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { runCli } from '../run-cli.ts';

const table = 'lastseen-prod';
const accountId = testAccount(awsAccountId);
const oliveId = testUser('AIDAMOTO0000000000000');
const adminId = testUser('AIDAMOTO0000000000001');
const adminArn = `arn:aws:iam::${accountId}:user/admin`;
const always = { ACTING_DAYS: 'Mon,Tue,Wed,Thu,Fri,Sat,Sun', ACTING_HOURS: '0-24' };
/** Where it is noon now, the hours from 0 to 1 are closed. */
const never = { ...always, ACTING_DAYS: 'Mon', ACTING_HOURS: '0-1', TIME_ZONE: zoneWhereItIsNoon() };

function zoneWhereItIsNoon(): string {
  const offset = new Date().getUTCHours() - 12;
  return `Etc/GMT${offset < 0 ? '-' : '+'}${Math.abs(offset)}`;
}

/** A message of the topic, as a queue gets it. */
interface Heard {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes?: { readonly [name: string]: { readonly Value: string } };
}

describe.skipIf(!hasMoto)('the function that plans (skipped without moto_server or Python)', () => {
  const dir = temporaryFolder();
  let [aws, trail, account] = [{} as AwsAccount, {} as CloudtrailServer, {} as AccountServer];
  let dynamodb: EmbeddedDynamodb;
  let iam: IAMClient;
  let topicArn: string | undefined;
  let heard: () => Promise<readonly Heard[]>;

  beforeAll(async () => {
    [aws, trail, account, dynamodb] = await Promise.all([
      startAwsAccount({ MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' }),
      startCloudtrailServer(),
      startAccountServer(),
      startEmbeddedDynamodb(),
    ]);
    const [sns, sqs] = [new SNSClient(aws.client), new SQSClient(aws.client)];
    iam = new IAMClient(aws.client);
    await ensureTable(dynamodb.client, table);
    await new Promise<void>((resolve) => lambda.listen(0, '127.0.0.1', resolve));
    for (const [index, UserName] of ['olive', 'admin', 'busy-3', 'busy-4'].entries()) {
      await iam.send(new CreateUserCommand({ UserName, Tags: [{ Key: 'owner', Value: 'team@example.com' }] }));
      await iam.send(new CreateAccessKeyCommand({ UserName }));
      const id = `AIDAMOTO${`${index}`.padStart(13, '0')}`;
      await aws.givePast({ user: UserName, id, created: 400, keyUsed: index < 2 ? 200 : 1 });
    }
    await iam.send(new CreateGroupCommand({ GroupName: 'readers' }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'readers', UserName: 'olive' }));
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await iam.send(new AttachUserPolicyCommand({ UserName: 'admin', PolicyArn }));
    topicArn = (await sns.send(new CreateTopicCommand({ Name: 'ours' }))).TopicArn;
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({ QueueName: 'mail', Attributes: { VisibilityTimeout: '3600' } }),
    );
    const Endpoint = `arn:aws:sqs:${region}:${accountId}:mail`;
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint }));
    heard = async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      return Messages.map(({ Body = '' }) => JSON.parse(Body));
    };
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    lambda.close();
    await Promise.all([aws, trail, account, dynamodb].map((server) => server.stop()));
  });
  beforeEach(() => {
    for (const level of ['info', 'warn'] as const) vi.spyOn(console, level).mockImplementation(() => {});
  });

  const endpoints = () => ({
    ...aws.env,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    AWS_ENDPOINT_URL_CLOUDTRAIL: trail.endpoint,
    AWS_ENDPOINT_URL_ACCOUNT: account.endpoint,
  });
  const contextOf = (name: string) => {
    const invokedFunctionArn = `arn:aws:lambda:${region}:${accountId}:function:lastseen-prod-${name}`;
    return { invokedFunctionArn, awsRequestId: `${name}-run` } as Context;
  };
  let started: string | undefined;
  async function invoke(changes: Readonly<Record<string, string>>): Promise<LifecycleDoorOutcome> {
    const given = { STAGE: 'plan', TABLE_NAME: table, TOPIC_ARN: `${topicArn}`, POWERTOOLS_DEV: 'true', ...changes };
    for (const [name, value] of Object.entries({ ...endpoints(), ...given })) vi.stubEnv(name, value);
    // A function that is warm keeps what it read at its start.
    const asStarted = JSON.stringify(given);
    if (asStarted !== started) vi.resetModules();
    started = asStarted;
    const { handler } = await import('../../../handlers/lambda/lifecycle.ts');
    return handler({}, contextOf('lifecycle'));
  }
  /** The function that acts, as the SDK's client of Lambda reaches it. */
  const lambda = createServer(async (request, response) => {
    const { plan } = (await json(request)) as { plan: unknown };
    const { handler } = await import('../../../handlers/lambda/quarantine.ts');
    response.end(JSON.stringify(await handler({ plan: forge(plan) }, contextOf('quarantine'))));
  });
  let forge = (plan: unknown) => plan;
  const acting = () => {
    const { port } = lambda.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    return {
      ...always,
      STAGE: 'quarantine',
      ACTING_FUNCTION: 'lastseen-prod-quarantine',
      AWS_ENDPOINT_URL_LAMBDA: endpoint,
    };
  };
  const policiesOf = async (UserName: string) =>
    (await iam.send(new ListAttachedUserPoliciesCommand({ UserName }))).AttachedPolicies;
  const tagsOf = async (UserName: string) => {
    const { Tags = [] } = await iam.send(new ListUserTagsCommand({ UserName }));
    return Tags.map(({ Key }) => Key);
  };
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
    expect(await tagsOf('olive')).toEqual(['owner']);
  });

  it('lets one of two commands act on an account at once, and none while a run of the stack does', async () => {
    const lease = dynamodbLease(dynamodb.client, table);
    const lastseen = (...args: readonly string[]) =>
      runCli(dir, [...args, '--table', table, '--format', 'json'], endpoints());
    const planned = await lastseen('plan');
    expect(planned.code).toBe(0);
    writeFileSync(join(dir, 'plan.json'), planned.stdout);
    const apply = () => lastseen('apply', 'plan.json', '--yes', '--notices', 'notices');
    const until = plusMinutes(clockTime(), 20);
    await lease.take(accountId, 'a run', clockTime(), until);
    const words = `another run works on account ${accountId} until ${until} at the latest; apply again after it`;
    expect(await apply()).toMatchObject({ code: 75, stdout: '', stderr: expect.stringContaining(words) });
    expect(readdirSync(dir)).not.toContain('notices');
    await lease.release(accountId, 'a run');
    const both = await Promise.all([apply(), apply()]);
    const done = both.filter(({ stdout }) => stdout.includes('"result": "done"'));
    expect([done.length, readdirSync(join(dir, 'notices')).length]).toEqual([1, 1]);
    const [other] = both.filter((each) => !done.includes(each));
    expect(other?.stderr.includes('another run works') || other?.stdout.includes('"result": "dropped"')).toBe(true);
    await forgetNotice();
  });

  it("follows the account's own settings: exemptions shelter, and a skip stops it", async () => {
    const store = dynamodbAccountSettings(dynamodb.client, table);
    const decide = (version: number, settings: AccountSettings) =>
      store.addSettings(accountId, { version, at: clockTime(), by: 'olga', settings });
    await decide(1, { exemptions: [{ pattern: 'olive' }] });
    expect(await invoke(always)).toMatchObject({ kind: 'planned', steps: { notice: 0 } });
    await decide(2, { thresholdDays: 365 });
    expect(await invoke(always)).toMatchObject({ kind: 'planned', steps: { notice: 0 } });
    await decide(3, { skip: { reason: 'closing', end: '2999-12-31' } });
    expect(await invoke(always)).toMatchObject({ kind: 'left-out', why: expect.stringContaining('closing') });
    await decide(4, {});
    expect(await invoke(always)).toMatchObject({ kind: 'planned', steps: { notice: 1 } });
    while ((await heard()).length > 0);
  });

  it('sends the letter of an open review to the owner and the bus, once', async () => {
    const store = dynamodbCampaigns(dynamodb.client, table);
    const from = clockTime();
    const terms = campaign({ accountId, from, until: plusDays(from, 10).slice(0, 10) });
    const about = { userId: oliveId, userName: 'olive', owner: 'team@example.com', messages: [] };
    await store.writeCampaign(accountId, { kind: 'user-review', id: terms.id, review: review([], about) });
    await store.writeCampaign(accountId, { kind: 'campaign', campaign: terms });
    const told = (letters: number) => ({ kind: 'told', reviews: [{ campaign: terms.id, letters }] });
    expect(await invoke(always)).toMatchObject({ kind: 'planned', reviews: told(1) });
    const letters = (await heard()).filter(({ Subject }) => Subject.includes('review'));
    const [letter] = letters;
    expect(letters.map(({ Subject }) => Subject)).toEqual([
      `Lastseen ${accountId}: review ${terms.id}, 1 to answer by ${terms.until}`,
    ]);
    expect(letter?.Message).toContain('olive (AIDAMOTO0000000000000)\n  last use     ');
    expect(letter?.MessageAttributes?.['owner']?.Value).toBe('team@example.com');
    expect(await invoke(always)).toMatchObject({ kind: 'planned', reviews: told(0) });
    const closed = { at: from, by: 'sam', digest: 'd' };
    await store.writeCampaign(accountId, { kind: 'campaign', campaign: { ...terms, version: 2, closed } });
  });

  it('waits outside the hours in which users may be quarantined, once the day has its plan', async () => {
    expect(await invoke(never)).toMatchObject({ kind: 'waiting', closed: expect.stringContaining('Mon 00-01') });
  });

  it('refuses to start with a setting that it cannot read', async () => {
    await expect(invoke({ ACTING_HOURS: '14-8' })).rejects.toThrow('ACTING_HOURS=14-8: give hours like 8-14');
  });

  it('warns the owner at the stage quarantine, and records that it did', async () => {
    const outcome = await invoke(acting());
    expect(outcome).toMatchObject({
      isPublished: true,
      acted: { kind: 'acted', steps: [{ act: 'notice', userId: oliveId, result: 'done', why: null }] },
    });
    const messages = await heard();
    expect(messages.map(({ Subject }) => Subject).sort()).toEqual([
      expect.stringMatching(/^Lastseen .*: does: 1 to notice$/),
      expect.stringContaining('olive'),
    ]);
    expect(await policiesOf('olive')).toEqual([]);
    const acts = dynamodbActs(dynamodb.client, table);
    expect(await acts.readChainHead(accountId)).toMatchObject({ sequence: 4 });
  });

  async function forgetNotice(): Promise<void> {
    for (const entry of [lifecycleEntry(oliveId), lifecycleEventEntry(oliveId, 1)]) {
      const Key = { accountId: { S: accountId }, entry: { S: entry } };
      await dynamodb.client.send(new DeleteItemCommand({ TableName: table, Key }));
    }
  }

  /** The notice of olive as if it had been sent 20 and 10 days ago. */
  async function ageNotice(): Promise<void> {
    const store = dynamodbLifecycles(dynamodb.client, table);
    const { entries } = await readUser(store, accountId, oliveId);
    await forgetNotice();
    const ago = (days: number) => plusDays(clockTime(), -days);
    const notices = [ago(20), ago(10)].map((at) => ({ at, to: 'team@example.com' }));
    const context = { actor: 'seed', now: ago(10), cause: 'idle' };
    const user = { userId: oliveId, userName: 'olive' };
    const aged = { ...entries.lifecycle, notices, since: ago(20), due: ago(6), version: 1 };
    const event = nextEvent(noEntries, user, 'noticed', context, canonicalDigest, aged);
    expect(await writeTransition(store, accountId, noEntries, event)).toMatchObject({ kind: 'written' });
  }

  /** The plan with its one step about somebody else, and with the hashes of that. */
  function resealed({ hash: _, ...plan }: LifecyclePlan, changes: Partial<Step>): LifecyclePlan {
    const steps = plan.steps.map((step) => {
      const forged = { ...step, ...changes };
      const hash = stepHash(termsIn(plan, forged), canonicalDigest);
      return { ...forged, hash, ...callsOf(forged.act, forged, plan.asOf) };
    });
    return sealPlan({ ...plan, steps }, canonicalDigest);
  }

  it('does nothing by a plan that somebody altered or made, or that names an administrator', async () => {
    await ageNotice();
    forge = (plan) => ({ ...(plan as object), users: 99 });
    expect(await invoke(acting())).toMatchObject({
      acted: { kind: 'refused', why: ['the plan was altered; plan anew'] },
    });
    forge = (plan) =>
      resealed(plan as LifecyclePlan, { userName: 'admin', userId: adminId, arn: adminArn, version: 0 });
    expect(await invoke(acting())).toMatchObject({ acted: { steps: [{ userId: adminId, result: 'dropped' }] } });
    // Nobody vouches for a plan that is sealed anew, so the rights of a group count as any.
    forge = (plan) => resealed({ ...(plan as LifecyclePlan), users: 5 }, {});
    expect(await invoke(acting())).toMatchObject({
      acted: { steps: [{ userId: oliveId, result: 'dropped', why: expect.stringContaining('approv') }] },
    });
    forge = (plan) => plan;
    expect(await policiesOf('olive')).toEqual([]);
    expect(await policiesOf('admin')).toHaveLength(1);
    await heard();
  });

  it('quarantines the user once the days of the notices are over, by tag and deny alone', async () => {
    const outcome = await invoke(acting());
    expect(outcome).toMatchObject({ acted: { steps: [{ act: 'quarantine', userId: oliveId, result: 'done' }] } });
    expect(await policiesOf('olive')).toMatchObject([{ PolicyName: 'AWSDenyAll' }]);
    expect(await tagsOf('olive')).toEqual(['owner', 'lastseen:quarantine']);
    const messages = await heard();
    expect(messages.map(({ Message }) => Message).join('\n')).toContain(`lastseen undo ${oliveId} --reason`);
    expect(await invoke(acting())).not.toHaveProperty('acted');
  });

  it('leaves a chain of evidence that verifies', async () => {
    const acts = dynamodbActs(dynamodb.client, table);
    const found = {
      accountId: accountId,
      records: await acts.readActs(accountId),
      head: await acts.readChainHead(accountId),
    };
    expect(checkActs(found, [])).toMatchObject({ differences: [], notes: [] });
    expect(found.records).toHaveLength(6);
  });

  it('restores a user who came back, where ingest began that, and no other by an event that somebody forged', async () => {
    const { handler } = await import('../../../handlers/lambda/quarantine.ts');
    const tried = { source: 'lastseen', detail: { accountId, userId: oliveId, after: { state: 'releasing' } } };
    expect(await handler(tried, contextOf('quarantine'))).toMatchObject({ kind: 'dropped' });
    expect(await policiesOf('olive')).toHaveLength(1);
    const store = dynamodbLifecycles(dynamodb.client, table);
    const call = sighting({ at: clockTime() });
    const returned = { accountId, userId: oliveId, arn: `arn:aws:iam::${accountId}:user/olive` };
    const ports = { table: store, announce: async () => {}, onReturn: 'restore' as const, onReturnRules: [] };
    await answerReturn({ ...returned, seen: { kind: 'call', call } }, ports, clockTime());
    expect(await handler(tried, contextOf('quarantine'))).toMatchObject({ kind: 'done' });
    expect([await policiesOf('olive'), await tagsOf('olive')]).toEqual([[], ['owner']]);
    expect((await heard()).map(({ Subject }) => Subject)).toContain(`Lastseen ${accountId}: olive is released`);
  });
});
