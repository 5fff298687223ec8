import { once } from 'node:events';
import { runCli, startCli } from '../e2e/run-cli.ts';
import { startAccountServer } from '../fakes/account-server.ts';
import { lookupDenied, startCloudtrailServer } from '../fakes/cloudtrail-server.ts';
import { usualConduct } from '../fakes/iam/iam-jobs.ts';
import { type FakeUser, fakeUser } from '../fakes/iam-account.ts';
import { type IamServer, startIamServer } from '../fakes/iam-server.ts';

/** What two live scans asked IAM about services: the first was killed, the second went on. */
export interface ServicesFigures {
  readonly users: number;
  readonly inQuestion: number;
  /** Calls about services by action, those of the killed scan included. */
  readonly calls: Readonly<Record<string, number>>;
  /** The most calls that IAM counted in any second. It throttles the sixth. */
  readonly mostASecond: number;
  /** Users for whom a job was begun before the kill, and in both scans. */
  readonly begunBeforeKill: number;
  readonly begunTwice: number;
  /** Users in the end whose answer the scan has. */
  readonly answered: number;
  readonly seconds: number;
  /** What the second scan said before it asked. */
  readonly said: string;
}

export interface ServicesBench {
  readonly dir: string;
  readonly users: number;
  /** The last of the users: the others are active by IAM's own word. */
  readonly inQuestion: number;
  /** Asked at each call, before IAM answers it: whether the first scan is killed now. */
  readonly isKillTime: (iam: IamServer) => boolean;
}

const serviceNames = ['s3', 'ec2', 'sqs', 'sns', 'kms', 'lambda', 'dynamodb', 'logs', 'ecr', 'events'];
const servicesActions = ['GetUser', 'GenerateServiceLastAccessedDetails', 'GetServiceLastAccessedDetails'];

/** Scans an account live with the built command, kills it on the way, and scans again. */
export async function benchServices(bench: ServicesBench): Promise<ServicesFigures> {
  const servers = await Promise.all([
    startIamServer({ users: usersOf(bench), conduct: { ...usualConduct, services: servicesOf, takeMs: 800 } }),
    // Without an event history the users in question are unknown, and nobody is asked for keys.
    startCloudtrailServer({ fault: () => lookupDenied }),
    startAccountServer(),
  ]);
  try {
    const [iam, trail, account] = servers;
    const env = {
      AWS_ENDPOINT_URL_IAM: iam.endpoint,
      AWS_ENDPOINT_URL_CLOUDTRAIL: trail.endpoint,
      AWS_ENDPOINT_URL_STS: account.endpoint,
      AWS_ENDPOINT_URL_ACCOUNT: account.endpoint,
    };
    return await measure(bench, iam, env);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function measure(bench: ServicesBench, iam: IamServer, env: NodeJS.ProcessEnv): Promise<ServicesFigures> {
  const { users, inQuestion } = bench;
  const args = ['scan', '--live', '--format', 'json', '--data', 'services'];
  const startMs = performance.now();
  const first = startCli(bench.dir, args, env);
  const closed = once(first, 'close');
  iam.account.fault = () => {
    if (bench.isKillTime(iam)) first.kill('SIGKILL');
    return undefined;
  };
  await closed;
  iam.account.fault = () => undefined;
  const before = begun(iam);
  const second = await runCli(bench.dir, args, env);
  const all = [...iam.jobs.jobs.values()].map(({ user }) => user.userName);
  return {
    users,
    inQuestion,
    calls: Object.fromEntries(servicesActions.map((action) => [action, iam.calls.get(action) ?? 0])),
    mostASecond: mostInASecond(iam.jobs.countedMs),
    begunBeforeKill: before.size,
    begunTwice: all.length - new Set(all).size,
    answered: usersIn(second.stdout).filter(({ servicesAsked }) => servicesAsked !== null).length,
    seconds: (performance.now() - startMs) / 1000,
    said: /users? in question: [^\n]+/.exec(second.stderr)?.[0] ?? second.stderr,
  };
}

const begun = ({ jobs }: IamServer) => new Set([...jobs.jobs.values()].map(({ user }) => user.userName));

const usersIn = (stdout: string): readonly { readonly servicesAsked: unknown }[] => JSON.parse(stdout).users;

function usersOf({ users, inQuestion }: ServicesBench): FakeUser[] {
  return Array.from({ length: users }, (_, n) => fakeUser(n, daysBefore(n < users - inQuestion ? 1 : 200)));
}

const daysBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().replace(/\.\d+/, '');

const servicesOf = () => serviceNames.map((service) => ({ service }));

/** Counts a window from each call on. */
function mostInASecond(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted.reduce((most, from, index) => {
    const next = sorted.findIndex((at) => at >= from + 1000);
    return Math.max(most, (next < 0 ? sorted.length : next) - index);
  }, 0);
}
