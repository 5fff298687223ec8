/**
 * The memory of the functions of other providers over 100,000 users: the bundles as processes, as Lambda starts them,
 * on the first day and on the next one, when the table holds everybody. Exits with 1 where the margin is too small.
 */

import { generateKeyPairSync } from 'node:crypto';
import { scopes } from '../../../domain/providers/google/refusals.ts';
import { startGraphServer } from '../../fakes/entra/graph-server.ts';
import { startGoogleServer } from '../../fakes/google/google-server.ts';
import { swiftClock } from '../../fakes/http/swift-clock.ts';
import { startAws } from './aws-server.ts';
import * as tenants from './large-tenants.ts';
import { runTenantProcess, type TenantProcess } from './tenant-process.ts';

/** What serverless.yml gives the functions, and how much of it may be used. */
const megabytes = 2048;
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

async function entra(day: number): Promise<Servers> {
  const graph = await startGraphServer({
    clock: swiftClock(),
    users: (read) => tenants.graphUsers(day, read),
    user: (id) => tenants.graphUserById(id, day),
    signIns: tenants.signInsOf(day),
  });
  return {
    stop: graph.stop,
    secret: 'a-secret',
    hosts: { 'https://graph.microsoft.com': graph.origin, 'https://login.microsoftonline.com': graph.origin },
    environment: {
      ENTRA_TENANT_ID: '61b97b01-53be-4f0f-a054-3988c23668dc',
      ENTRA_CLIENT_ID: '11111111-2222-4333-8444-555555555555',
    },
  };
}

async function google(day: number): Promise<Servers> {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const api = await startGoogleServer({
    clock: { nowMs: Date.now, sleep: async () => {} },
    publicKey: pair.publicKey,
    admin: 'admin@example.com',
    audience: 'https://oauth2.googleapis.com/token',
    delegated: Object.values(scopes),
    users: (read) => tenants.directoryUsers(day, read),
    user: (id) => tenants.directoryUserById(id, day),
    usage: latestKept((reportDay) => tenants.usageOf(reportDay, day)),
    activities: tenants.activitiesOf(day),
  });
  const key = {
    type: 'service_account',
    private_key_id: 'key-1',
    private_key: `${pair.privateKey.export({ type: 'pkcs8', format: 'pem' })}`,
    client_email: 'lastseen@lastseen.iam.gserviceaccount.com',
  };
  return {
    stop: api.stop,
    secret: JSON.stringify(key),
    hosts: { 'https://admin.googleapis.com': api.origin, 'https://oauth2.googleapis.com': api.origin },
    environment: { GOOGLE_CUSTOMER_ID: tenants.customer, GOOGLE_ADMIN: 'admin@example.com' },
  };
}

interface Servers extends Pick<TenantProcess, 'hosts' | 'environment'> {
  readonly secret: string;
  readonly stop: () => Promise<unknown>;
}

/** The first day and the next one over one table. */
async function measure(provider: TenantProcess['provider'], start: (day: number) => Promise<Servers>) {
  const aws = await startAws();
  const settings = {
    AWS_ENDPOINT_URL: aws.endpoint,
    TABLE_NAME: 'lastseen',
    STACK_NAME: 'bench',
    TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:digests',
    SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:bench',
  };
  const runs = [];
  for (const day of [0, 1]) {
    const { stop, secret, hosts, environment } = await start(day);
    aws.secret = secret;
    say(`${provider}: ${tenants.users} users, day ${day + 1}`);
    const run = await runTenantProcess({ provider, megabytes, hosts, environment: { ...settings, ...environment } });
    say(`${provider}: ${Math.round(run.megabytes)} MB, ${Math.round(run.seconds)} s`);
    runs.push(run);
    await stop();
  }
  await aws.stop();
  return { runs, most: Math.max(...runs.map((run) => run.megabytes)) };
}

const only = process.argv[2];
const figures = {
  ...(only !== 'google' && { entra: await measure('entra', entra) }),
  ...(only !== 'entra' && { google: await measure('google', google) }),
};
process.stdout.write(`${JSON.stringify({ users: tenants.users, megabytes, ...figures }, null, 2)}\n`);
const isTooMuch = Object.values(figures).some(({ most }) => most > megabytes * mostUsed);
if (isTooMuch) say(`more than ${mostUsed * 100} % of ${megabytes} MB`);
process.exitCode = isTooMuch ? 1 : 0;
