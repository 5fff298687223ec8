import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { textOf } from './request-text.ts';

/** Who the credentials at hand are, and which Regions their account has. */
export interface FakeIdentity {
  account: string;
  /** Region names and their status; one page holds two. */
  regions: readonly (readonly [string, string])[];
  /** Refuses a question in this way; `keyId` is the access key of the asker. */
  fault: (asked: 'GetCallerIdentity' | 'ListRegions', keyId: string) => string | undefined;
}

export interface AccountServer {
  readonly identity: FakeIdentity;
  readonly endpoint: string;
  stop(): Promise<void>;
}

const pageSize = 2;

/** The calls of STS and of the account service that tell whose credentials are at hand, over HTTP on loopback. */
export async function startAccountServer(changes: Partial<FakeIdentity> = {}): Promise<AccountServer> {
  const regions = [['us-east-1', 'ENABLED_BY_DEFAULT'] as const];
  const identity: FakeIdentity = { account: '123456789012', regions, fault: () => undefined, ...changes };
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const isRegions = request.url === '/listRegions';
    const keyId = /Credential=([^/]*)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const code = identity.fault(isRegions ? 'ListRegions' : 'GetCallerIdentity', keyId);
    if (isRegions) {
      response.writeHead(code === undefined ? 200 : 403, { 'x-amzn-errortype': code ?? '' });
      return void response.end(
        JSON.stringify(code === undefined ? pageOf(identity, JSON.parse(body)) : { message: code }),
      );
    }
    if (new URLSearchParams(body).get('Action') !== 'GetCallerIdentity') return void response.writeHead(400).end();
    response.writeHead(code === undefined ? 200 : 403, { 'content-type': 'text/xml' });
    response.end(code === undefined ? callerOf(identity) : errorOf(code));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    identity,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Source: https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html */
function pageOf({ regions }: FakeIdentity, asked: { RegionOptStatusContains?: string[]; NextToken?: string }) {
  const wanted = regions.filter(([, status]) => asked.RegionOptStatusContains?.includes(status) ?? true);
  const start = Number(asked.NextToken ?? 0);
  const page = wanted.slice(start, start + pageSize);
  const Regions = page.map(([RegionName, RegionOptStatus]) => ({ RegionName, RegionOptStatus }));
  return start + pageSize < wanted.length ? { Regions, NextToken: `${start + pageSize}` } : { Regions };
}

const callerOf = ({ account }: FakeIdentity) =>
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:sts::${account}:assumed-role/audit/me</Arn><UserId>AROAAUDIT:me</UserId><Account>${account}</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

const errorOf = (code: string) =>
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>told to</Message></Error></ErrorResponse>`;
