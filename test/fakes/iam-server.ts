import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import { isTooFast, type JobConduct, type Jobs, usualConduct } from './iam/iam-jobs.ts';
import type { ListedServiceCredential } from './iam/iam-parameters.ts';
import type { FakeSshKey, FakeUser } from './iam-account.ts';
import { type Answer, answerOf, errorOf } from './iam-answers.ts';
import { textOf } from './request-text.ts';

/** What stands in for one answer: an error of IAM's, by its code and HTTP status. */
export interface Fault {
  readonly code: string;
  readonly status: number;
}

/** The account behind the server; a test changes it between two runs. */
export interface IamAccount {
  users: readonly FakeUser[];
  serviceCredentials: readonly ListedServiceCredential[];
  sshKeys: readonly FakeSshKey[];
  /** Users in the report, where it is not up to date. */
  reportUsers?: readonly FakeUser[];
  reportGeneratedAt: string;
  /** How the jobs about services go. */
  conduct: JobConduct;
  /** The largest page, however large a one is asked for. */
  pageSize: number;
  /** Answers the n-th call of an action, from 1, with a fault. */
  fault: (action: string, call: number) => Fault | undefined;
}

export interface IamServer {
  readonly account: IamAccount;
  readonly endpoint: string;
  /** Requests by action since the last reset. */
  readonly calls: Map<string, number>;
  readonly jobs: Jobs;
  client(config?: IAMClientConfig): IAMClient;
  stop(): Promise<void>;
}

export const throttled: Fault = { code: 'Throttling', status: 400 };
export const denied: Fault = { code: 'AccessDenied', status: 403 };

/**
 * IAM's query protocol over HTTP on loopback, stricter than IAM: it refuses what is not in the API's reference
 * (version, bounds, markers it did not give, `AllUsers` without a service), pages by `MaxItems`, and fails as told.
 */
export async function startIamServer(changes: Partial<IamAccount> = {}): Promise<IamServer> {
  const generated = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
  const account: IamAccount = {
    users: [],
    serviceCredentials: [],
    sshKeys: [],
    reportGeneratedAt: generated,
    conduct: usualConduct,
    pageSize: 1000,
    fault: () => undefined,
    ...changes,
  };
  const calls = new Map<string, number>();
  const jobs: Jobs = { jobs: new Map(), countedMs: [] };
  const server = createServer(async (request, response) => {
    const { status, body } = answer(
      account,
      calls,
      jobs,
      new URLSearchParams(await textOf(request)),
      sessionOf(request),
    );
    response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': randomUUID() }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return {
    account,
    endpoint,
    calls,
    jobs,
    client: (config) => new IAMClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1, ...config }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The access key that signed. */
const sessionOf = ({ headers }: IncomingMessage): string =>
  /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1] ?? '';

function answer(
  account: IamAccount,
  calls: Map<string, number>,
  jobs: Jobs,
  asked: URLSearchParams,
  session: string,
): Answer {
  const action = asked.get('Action') ?? '';
  const call = (calls.get(action) ?? 0) + 1;
  calls.set(action, call);
  if (asked.get('Version') !== '2010-05-08') return errorOf('InvalidAction', 400);
  const fault = account.fault(action, call);
  if (fault !== undefined) return errorOf(fault.code, fault.status);
  if (isTooFast(action, jobs, account)) return errorOf(throttled.code, throttled.status);
  return answerOf(action, account, asked, { jobs, session });
}
