/**
 * The memory of the functions of other providers over 100,000 users: the bundles as processes, as Lambda starts them,
 * on a usual day: the table holds everybody. Exits with 1 where the margin is too small.
 */

import { generateKeyPairSync } from 'node:crypto';
import type { JsonObject } from '../../../domain/json.ts';
import { scopes } from '../../../domain/providers/google/refusals.ts';
import { clockTime } from '../../../handlers/clock.ts';
import { tenant } from '../../domain/providers/entra/builders.ts';
import { customer } from '../../domain/providers/google/builders.ts';
import { startGraphServer } from '../../fakes/entra/graph-server.ts';
import { startGoogleServer } from '../../fakes/google/google-server.ts';
import { swiftClock } from '../../fakes/http/swift-clock.ts';
import { startAws } from './aws-server.ts';
import * as tenants from './large-tenants.ts';
import { runTenantProcess, type TenantProcess, type TenantRun } from './tenant-process.ts';
import { customerOfYesterday, tenantOfYesterday } from './yesterday.ts';

/** Yesterday is day 0. */
const today = 1;
const now = clockTime();

/** What serverless.yml gives the functions, and how much of it may be used. */
const megabytes = { entra: 2048, google: 3008 } as const;
const mostUsed = 0.75;

const say = (text: string) => void process.stderr.write(`${text}\n`);

/** The latest report is kept: the server asks for it anew with each page. */
function latestKept<T>(make: (reportDay: string) => T): (reportDay: string) => T {
  let known: { readonly reportDay: string; readonly report: T } | undefined;
  return (reportDay) => {
    if (known?.reportDay !== reportDay) known = { reportDay, report: make(reportDay) };
    return known.report;
  };
}

async function entra(): Promise<Servers> {
  const graph = await startGraphServer({
    clock: swiftClock(),
    users: (read) => tenants.graphUsers(today, read),
    user: (id) => tenants.graphUserById(id, today),
    signIns: tenants.signInsOf(today),
  });
  return {
    stop: graph.stop,
    held: tenantOfYesterday(tenant(), now),
    secret: 'a-secret',
    hosts: { 'https://graph.microsoft.com': graph.origin, 'https://login.microsoftonline.com': graph.origin },
    environment: {
      ENTRA_TENANT_ID: tenant(),
      ENTRA_CLIENT_ID: '11111111-2222-4333-8444-555555555555',
    },
  };
}

async function google(): Promise<Servers> {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const api = await startGoogleServer({
    clock: { nowMs: Date.now, sleep: async () => {} },
    publicKey: pair.publicKey,
    admin: 'admin@example.com',
    audience: 'https://oauth2.googleapis.com/token',
    delegated: Object.values(scopes),
    users: (read) => tenants.directoryUsers(today, read),
    user: (id) => tenants.directoryUserById(id, today),
    usage: latestKept((reportDay) => tenants.usageOf(reportDay, today)),
    activities: tenants.activitiesOf(today),
  });
  const key = {
    type: 'service_account',
    private_key_id: 'key-1',
    private_key: `${pair.privateKey.export({ type: 'pkcs8', format: 'pem' })}`,
    client_email: 'lastseen@lastseen.iam.gserviceaccount.com',
  };
  return {
    stop: api.stop,
    held: customerOfYesterday(customer(), now),
    secret: JSON.stringify(key),
    hosts: { 'https://admin.googleapis.com': api.origin, 'https://oauth2.googleapis.com': api.origin },
    environment: { GOOGLE_CUSTOMER_ID: tenants.customer, GOOGLE_ADMIN: 'admin@example.com' },
  };
}

interface Servers extends Pick<TenantProcess, 'hosts' | 'environment'> {
  readonly secret: string;
  /** What the table has of yesterday. */
  readonly held: readonly JsonObject[];
  readonly stop: () => Promise<unknown>;
}

/** The day after yesterday, from the whole list on, over a table that holds everybody. */
async function measure(provider: TenantProcess['provider'], start: () => Promise<Servers>): Promise<TenantRun> {
  say(`${provider}: makes ${tenants.users} users and yesterday's verdicts`);
  const { stop, secret, hosts, environment, held } = await start();
  const aws = await startAws(held, secret);
  const settings = {
    AWS_ENDPOINT_URL: aws.endpoint,
    TABLE_NAME: 'lastseen',
    STACK_NAME: 'bench',
    TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:digests',
    SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:bench',
  };
  say(`${provider}: runs`);
  const run = await runTenantProcess({
    provider,
    megabytes: megabytes[provider],
    hosts,
    environment: { ...settings, ...environment },
  });
  say(`${provider}: ${Math.round(run.megabytes)} MB of ${megabytes[provider]}, ${Math.round(run.seconds)} s`);
  if (run.megabytes > megabytes[provider] * mostUsed) {
    say(`${provider}: more than ${mostUsed * 100} %`);
    process.exitCode = 1;
  }
  await Promise.all([stop(), aws.stop()]);
  return run;
}

const only = process.argv[2];
const figures = {
  ...(only !== 'google' && { entra: await measure('entra', entra) }),
  ...(only !== 'entra' && { google: await measure('google', google) }),
};
process.stdout.write(`${JSON.stringify({ users: tenants.users, megabytes, ...figures }, null, 2)}\n`);
