import { arnOf, type FakeUser } from '../iam-account.ts';
import type { IamAccount } from '../iam-server.ts';

/** One service that a user's policies allow, and the latest attempt, if any. */
export interface FakeService {
  readonly service: string;
  readonly lastAccessed?: string;
  readonly region?: string;
}

/** How IAM's jobs about services go; a test changes it. */
export interface JobConduct {
  services: (user: FakeUser) => readonly FakeService[];
  /** How long a job runs, and for how long its answer is kept after that. */
  takeMs: number;
  keepMs: number;
  /** The code of a job that fails. */
  failure: (user: FakeUser) => string | undefined;
  /** The calls about jobs and users that IAM takes in any second. */
  mostASecond: number;
}

export const usualConduct: JobConduct = {
  services: () => [],
  takeMs: 0,
  keepMs: 3_600_000,
  failure: () => undefined,
  mostASecond: 5,
};

interface Job {
  readonly user: FakeUser;
  readonly createdMs: number;
  /** The access key that asked: nobody else gets the answer. */
  readonly session: string;
}

/** The jobs that one server was asked for, and the times of the calls that it counts. */
export interface Jobs {
  readonly jobs: Map<string, Job>;
  readonly countedMs: number[];
}

const paced = ['GenerateServiceLastAccessedDetails', 'GetServiceLastAccessedDetails', 'GetUser'];

/** Whether this call is one too many in the second that ends now. A refused call counts as well. */
export function isTooFast(action: string, { countedMs }: Jobs, { conduct }: IamAccount): boolean {
  if (!paced.includes(action)) return false;
  const now = performance.now();
  countedMs.push(now);
  return countedMs.filter((at) => now - at < 1000).length > conduct.mostASecond;
}

/** Begins a job for one user of the account, by its exact ARN. */
export function beginJob(account: IamAccount, { jobs }: Jobs, asked: URLSearchParams, session: string): string {
  if ((asked.get('Granularity') ?? 'SERVICE_LEVEL') !== 'SERVICE_LEVEL') throw new Error('InvalidInput');
  const user = account.users.find((each) => arnOf(each) === asked.get('Arn'));
  if (user === undefined) throw new Error('NoSuchEntity');
  const id = `00000000-0000-0000-0000-${`${jobs.size + 1}`.padStart(12, '0')}`;
  jobs.set(id, { user, createdMs: Date.now(), session });
  return id;
}

/** The state of a job, as its owner sees it while IAM keeps it. */
export function stateOfJob({ conduct }: IamAccount, { jobs }: Jobs, asked: URLSearchParams, session: string) {
  const job = jobs.get(asked.get('JobId') ?? '');
  if (job === undefined || job.session !== session) throw new Error('NoSuchEntity');
  const endsMs = job.createdMs + conduct.takeMs;
  if (Date.now() > endsMs + conduct.keepMs) throw new Error('NoSuchEntity');
  const failure = conduct.failure(job.user);
  const isOver = Date.now() >= endsMs;
  const status = !isOver ? 'IN_PROGRESS' : failure === undefined ? 'COMPLETED' : 'FAILED';
  const services = status === 'COMPLETED' ? conduct.services(job.user) : [];
  return { status, failure: isOver ? failure : undefined, services, user: job.user, ...timesOf(job.createdMs, endsMs) };
}

const timesOf = (createdMs: number, endsMs: number) => ({
  createdAt: new Date(createdMs).toISOString(),
  endedAt: new Date(endsMs).toISOString(),
});
