import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../../domain/json.ts';
import { pageOf, type Query, Refusal, readQuery } from './cloudtrail-events.ts';
import { textOf } from './request-text.ts';

/** One call that reached the server, and what became of it: `ok`, `hang` or the code of the refusal. */
export interface LookupCall {
  readonly region: string;
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly atMs: number;
  readonly outcome: string;
}

/** What stands in for an answer: an error by its code and status, or none at all. */
export type LookupFault = { readonly code: string; readonly status: number } | 'hang';

/** The event histories behind the server, those of all Regions; a test changes it as it goes. */
export interface FakeTrail {
  /** CloudTrail records; one with a text `raw` has that in place of its JSON. */
  records: readonly JsonObject[];
  /** Calls that a Region takes in any second; AWS's own limit is 2. */
  callsPerSecond: number;
  /** Fails a call, told its question and which one of its Region it is, from 1. */
  fault: (query: Query, call: number) => LookupFault | undefined;
}

export interface CloudtrailServer {
  readonly trail: FakeTrail;
  readonly endpoint: string;
  readonly calls: LookupCall[];
  /** Calls for a Username, refused ones too. */
  callsFor(userName: string, region?: string): number;
  stop(): Promise<void>;
}

export const lookupDenied = { code: 'AccessDeniedException', status: 400 } as const;
export const lookupThrottled = { code: 'ThrottlingException', status: 400 } as const;

/**
 * CloudTrail's LookupEvents over HTTP on loopback, for all Regions: a call's Region is the one in its signature.
 * Stricter than AWS: refuses fields and tokens that are not in the API, and every call above the rate in a sliding
 * second; refused calls count too.
 */
export async function startCloudtrailServer(changes: Partial<FakeTrail> = {}): Promise<CloudtrailServer> {
  const trail: FakeTrail = { records: [], callsPerSecond: 2, fault: () => undefined, ...changes };
  const calls: LookupCall[] = [];
  const server = createServer((request, response) => void answer(trail, calls, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    trail,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    callsFor: (userName, region) =>
      calls.filter((call) => call.value === userName && (region === undefined || call.region === region)).length,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const scope = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\/cloudtrail\/aws4_request/;
const target = /^(?:com\.amazonaws\.cloudtrail\.v20131101\.)?CloudTrail_20131101\.LookupEvents$/;

async function answer(trail: FakeTrail, calls: LookupCall[], request: IncomingMessage, response: ServerResponse) {
  const atMs = performance.now();
  const body = await textOf(request);
  const region = scope.exec(request.headers.authorization ?? '')?.[1];
  const isOurs = request.method === 'POST' && target.test(String(request.headers['x-amz-target']));
  if (region === undefined) return refuse(response, { code: 'MissingAuthenticationTokenException', status: 403 });
  if (!isOurs || request.headers['content-type'] !== 'application/x-amz-json-1.1') {
    return refuse(response, { code: 'UnknownOperationException', status: 400 });
  }
  const ofRegion = calls.filter((call) => call.region === region);
  let query: Query | undefined;
  const note = (outcome: string) => calls.push({ region, key: query?.key, value: query?.value, atMs, outcome });
  try {
    query = readQuery(JSON.parse(body), region);
    if (ofRegion.filter((call) => atMs - call.atMs < 1000).length >= trail.callsPerSecond) throw rateExceeded;
    const fault = trail.fault(query, ofRegion.length + 1);
    if (fault === 'hang') return void note('hang');
    if (fault !== undefined) {
      note(fault.code);
      return refuse(response, fault);
    }
    const page = JSON.stringify(pageOf(trail.records, query, Date.now()));
    note('ok');
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(page);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    note(error.code);
    refuse(response, { code: error.code, status: 400 }, error.message);
  }
}

const rateExceeded = new Refusal(lookupThrottled.code, 'Rate exceeded');

function refuse(
  response: ServerResponse,
  { code, status }: { code: string; status: number },
  message = 'told to',
): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify({ __type: code, message }));
}
