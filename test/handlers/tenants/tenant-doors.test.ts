import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { scopes } from '../../../domain/providers/google/refusals.ts';
import { documentClientOf } from '../../../infra/aws/dynamodb/document-client.ts';
import { graphUser, tenant } from '../../domain/providers/entra/builders.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { startGraphServer } from '../../fakes/entra/graph-server.ts';
import { startGoogleServer } from '../../fakes/google/google-server.ts';
import { swiftClock } from '../../fakes/http/swift-clock.ts';
import { hasMoto, type MotoServer, startMoto } from '../../fakes/moto/moto-server.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

type Handler = (event: unknown, context: unknown) => Promise<{ readonly kind: string }>;
const doors = ['entra', 'google'] as const;
type Door = (typeof doors)[number];

const dir = temporaryFolder();
/** The same in each read of the list, whatever second it is. */
const startMs = Date.now();
const daysAgo = (days: number) => new Date(startMs - days * 86_400_000).toISOString().replace(/\.\d+/, '');
const context = {
  awsRequestId: 'request-1',
  functionName: 'lastseen-prod-tenant',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:lastseen-prod-tenant',
  getRemainingTimeInMillis: () => 900_000,
};
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = `${pair.privateKey.export({ type: 'pkcs8', format: 'pem' })}`;
const keyFile = JSON.stringify({
  type: 'service_account',
  private_key_id: 'key-1',
  private_key: pem,
  client_email: 'lastseen@lastseen.iam.gserviceaccount.com',
});
const clientSecret = 'a-secret-of-this-test-7c41';
/** The second line of the key's PEM, the client secret, and what the tokens begin with. */
const leaks = [clientSecret, pem.split('\n')[1] ?? pem, 'token-1', 'ya29.'];

const silent = { alice: 200, bob: 1 };
const personOf = (name: keyof typeof silent) =>
  graphUser({
    id: `b7873f1b-547b-4605-ad9e-0000000000${name === 'alice' ? '01' : '02'}`,
    userPrincipalName: `${name}@example.com`,
    createdDateTime: daysAgo(900),
    signInActivity: { lastSuccessfulSignInDateTime: daysAgo(silent[name]) },
  });
const directoryUserOf = (name: keyof typeof silent) => ({
  id: name === 'alice' ? '108000000000000000001' : '108000000000000000002',
  primaryEmail: `${name}@example.com`,
  creationTime: daysAgo(900),
  lastLoginTime: daysAgo(silent[name]),
  customerId: 'C03az79cb',
  suspended: false,
  archived: false,
});

describe.skipIf(!hasMoto)(
  'the bundled functions of other providers (skipped where moto_server is not installed)',
  () => {
    let moto: MotoServer;
    let dynamodb: EmbeddedDynamodb;
    let servers: readonly { stop(): Promise<unknown> }[] = [];
    let queueUrl: string;
    let secretArn: string;
    const said: string[] = [];
    const config = () => ({
      endpoint: moto.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });

    beforeAll(async () => {
      const bundles = build({
        entryPoints: doors.map((name) => `handlers/lambda/providers/${name}.ts`),
        outdir: dir,
        outExtension: { '.js': '.cjs' },
        bundle: true,
        minify: true,
        format: 'cjs',
        platform: 'node',
        mainFields: ['module', 'main'],
      });
      [moto, dynamodb] = await Promise.all([startMoto(), startEmbeddedDynamodb(), bundles]);
      await ensureTable(dynamodb.client, 'lastseen');
      const users = () => [personOf('alice'), personOf('bob')];
      const graph = await startGraphServer({ clock: swiftClock(), users });
      const google = await startGoogleServer({
        clock: { nowMs: Date.now, sleep: async () => {} },
        publicKey: pair.publicKey,
        admin: 'admin@example.com',
        audience: 'https://oauth2.googleapis.com/token',
        delegated: Object.values(scopes),
        users: () => [directoryUserOf('alice'), directoryUserOf('bob')],
      });
      servers = [graph, google, moto, dynamodb];
      const hosts = new Map([
        ['https://graph.microsoft.com', graph.origin],
        ['https://login.microsoftonline.com', graph.origin],
        ['https://admin.googleapis.com', google.origin],
        ['https://oauth2.googleapis.com', google.origin],
      ]);
      const real = globalThis.fetch;
      vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
        const { origin } = new URL(url);
        return real(url.replace(origin, hosts.get(origin) ?? 'http://127.0.0.1:9'), init);
      });
      const sns = new SNSClient(config());
      const sqs = new SQSClient(config());
      const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'digests' }));
      queueUrl = `${(await sqs.send(new CreateQueueCommand({ QueueName: 'inbox' }))).QueueUrl}`;
      const Endpoint = 'arn:aws:sqs:eu-west-1:123456789012:inbox';
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
      const secret = new CreateSecretCommand({ Name: 'lastseen/entra', SecretString: 'wrong' });
      secretArn = `${(await new SecretsManagerClient(config()).send(secret)).ARN}`;
      const parameter = { Name: '/lastseen/google', Type: 'SecureString', Value: keyFile } as const;
      await new SSMClient(config()).send(new PutParameterCommand(parameter));
    });
    afterAll(async () => {
      vi.unstubAllGlobals();
      await Promise.all(servers.map((server) => server.stop()));
    });
    beforeEach(() => {
      const given = {
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_ENDPOINT_URL: moto.endpoint,
        AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
        TABLE_NAME: 'lastseen',
        TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:digests',
        ENTRA_TENANT_ID: tenant(),
        ENTRA_CLIENT_ID: '11111111-2222-4333-8444-555555555555',
        GOOGLE_CUSTOMER_ID: 'C03az79cb',
        GOOGLE_ADMIN: 'admin@example.com',
        POWERTOOLS_DEV: 'true',
      };
      for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
      for (const level of ['info', 'warn', 'error', 'log'] as const)
        vi.spyOn(console, level).mockImplementation((...args: unknown[]) => void said.push(JSON.stringify(args)));
    });
    afterEach(() => {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    });

    /** A sandbox that begins anew, as Lambda loads the bundle. */
    function invoke(door: Door, event: object = {}) {
      vi.stubEnv('SECRET_ARN', door === 'entra' ? secretArn : parameterArn);
      const load = createRequire(import.meta.url);
      const path = join(dir, `${door}.cjs`);
      delete load.cache[path];
      return (load(path) as { handler: Handler }).handler(event, context);
    }
    const parameterArn = 'arn:aws:ssm:eu-west-1:123456789012:parameter/lastseen/google';
    const inbox = async () => {
      const ask = { QueueUrl: queueUrl, MaxNumberOfMessages: 10 };
      const { Messages = [] } = await new SQSClient(config()).send(new ReceiveMessageCommand(ask));
      return Messages.map(({ Body = '' }) => Body);
    };
    const items = async () => {
      const all: unknown[] = [];
      const client = documentClientOf(dynamodb.client);
      for await (const { Items } of paginateScan({ client }, { TableName: 'lastseen' })) all.push(...(Items ?? []));
      return all;
    };
    const messages: string[] = [];

    it('fail where the secret is refused, judge nobody, and go on once it is replaced', async () => {
      await expect(invoke('entra')).rejects.toThrow('the tenant refused: no token: invalid_client');
      expect(JSON.stringify(await items())).not.toContain('assessment');
      const value = { SecretId: secretArn, SecretString: JSON.stringify({ clientSecret }) };
      await new SecretsManagerClient(config()).send(new PutSecretValueCommand(value));
      expect(await invoke('entra')).toMatchObject({ kind: 'done', counts: { users: 2, active: 1, idle: 1 } });
    });

    it('judge a customer of Google by a key in SSM, and say what was missing', async () => {
      const outcome = await invoke('google');
      expect(outcome).toMatchObject({ kind: 'done', counts: { users: 2, active: 1, unknown: 1 } });
      expect(JSON.stringify(outcome)).toContain("Google's usage report could not be read");
    });

    it('send one digest each, and rest afterwards', async () => {
      messages.push(...(await inbox()));
      expect(
        messages.map((body) => /Lastseen (Entra ID 61b97b01|Google Workspace C03az79cb)/.exec(body)?.[1]).sort(),
      ).toEqual(['Entra ID 61b97b01', 'Google Workspace C03az79cb']);
      for (const door of doors) expect((await invoke(door)).kind).toBe('resting');
      for (const door of doors) expect(await invoke(door, { begin: true })).toMatchObject({ kind: 'done', changes: 0 });
      expect(await inbox()).toEqual([]);
      const ask = new ListMetricsCommand({ Namespace: 'Lastseen', MetricName: 'ReconcileCompleted' });
      const { Metrics = [] } = await new CloudWatchClient(config()).send(ask);
      const owners = Metrics.map(({ Dimensions = [] }) => Dimensions.find(({ Name }) => Name === 'AccountId')?.Value);
      expect(new Set(owners)).toEqual(new Set([tenant(), 'C03az79cb']));
    });

    it('leave no answer behind, and neither secret nor token anywhere', async () => {
      const stored = await items();
      expect(stored.filter((item) => JSON.stringify(item).includes('answer/'))).toEqual([]);
      const everything = JSON.stringify([stored, messages, said]);
      expect([everything.includes('alice@example.com'), said.length > 3]).toEqual([true, true]);
      expect(leaks.filter((secret) => everything.includes(secret))).toEqual([]);
      expect(said.filter((line) => line.includes('alice'))).toEqual([]);
    });

    it('name every wrong variable', async () => {
      vi.stubEnv('ENTRA_CLIENT_ID', 'app');
      vi.stubEnv('TABLE_NAME', '');
      await expect(invoke('entra')).rejects.toThrow(/TABLE_NAME is not set.*ENTRA_CLIENT_ID=app: give the GUID/);
    });
  },
);
