import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../../../domain/json.ts';
import type { Clock } from '../../../infra/http/pace.ts';
import { signInById, signInPage } from './sign-in-pages.ts';

/**
 * What goes wrong, by the number of the request from 1: a status and a body instead of the answer, or the connection is
 * cut.
 */
export type Mishap = (
  request: number,
  url: URL,
) => { readonly status: number; readonly code: string } | 'cut' | undefined;

export interface GraphServerOptions {
  readonly clock: Clock;
  /** The users of one read of the list, from 1. */
  readonly users: (read: number) => readonly JsonObject[];
  readonly user?: (id: string) => JsonObject | undefined;
  readonly mishap?: Mishap;
  /** The records of the sign-in log, in any order; those of clients have that type. */
  readonly signIns?: readonly JsonObject[];
  readonly logPageSize?: number;
  readonly pageSize?: number;
  readonly tokenSeconds?: number;
}

/** A user as Graph answers: the activity comes only where a request names it. */
const selected = (url: URL, user: JsonObject): JsonObject =>
  url.search.includes('signInActivity') ? user : { ...user, signInActivity: undefined };

/**
 * Microsoft Graph and its tokens over HTTP, stricter than the real one: five requests in ten seconds by the test's
 * clock, pages of 500 at most, page tokens of this read alone, and tokens that end.
 */
export async function startGraphServer(options: GraphServerOptions) {
  const { clock, pageSize = 500, tokenSeconds = 3600, signIns = [] } = options;
  const log: string[] = [];
  const forms: URLSearchParams[] = [];
  const sent: number[] = [];
  const tokens = new Map<string, number>();
  let reads = 0;
  let lists: readonly JsonObject[] = [];

  const refuse = (response: ServerResponse, status: number, code: string, headers = {}) =>
    response.writeHead(status, headers).end(JSON.stringify({ error: { code, message: 'refused' } }));

  const answer = (body: JsonObject | undefined, response: ServerResponse, status: number, code: string): void =>
    void (body === undefined ? refuse(response, status, code) : response.end(JSON.stringify(body)));

  async function giveToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    forms.push(form);
    if (request.url?.endsWith('/devicecode')) {
      response.end(JSON.stringify({ device_code: 'code', message: 'enter ABC', interval: 5, expires_in: 900 }));
      return;
    }
    const isPolled = form.get('grant_type')?.endsWith(':device_code') === true;
    if (isPolled && forms.length < 4) {
      response.writeHead(400).end(JSON.stringify({ error: 'authorization_pending' }));
      return;
    }
    if (form.get('client_secret') === 'wrong') {
      response.writeHead(401).end(JSON.stringify({ error: 'invalid_client', error_description: 'secret' }));
      return;
    }
    const token = `token-${tokens.size + 1}`;
    tokens.set(token, clock.nowMs() + tokenSeconds * 1000);
    response.end(JSON.stringify({ access_token: token, expires_in: tokenSeconds, token_type: 'Bearer' }));
  }

  function isThrottled(): boolean {
    const recent = sent.filter((at) => at > clock.nowMs() - 10_000);
    sent.push(clock.nowMs());
    return recent.length >= 5;
  }

  function answerList(url: URL, response: ServerResponse): void {
    const top = Number(url.searchParams.get('$top'));
    if (!(top > 0 && top <= 500)) return void refuse(response, 400, 'Request_BadRequest');
    const skip = url.searchParams.get('$skiptoken');
    const [read, from] = skip === null ? [reads + 1, 0] : skip.split('-').map(Number);
    if (skip === null) {
      reads++;
      lists = options.users(reads);
    } else if (read !== reads) return void refuse(response, 400, 'Directory_ExpiredPageToken');
    const start = from ?? 0;
    const value = lists.slice(start, start + Math.min(top, pageSize)).map((user) => selected(url, user));
    const end = start + value.length;
    url.searchParams.set('$skiptoken', `${reads}-${end}`);
    const next = end < lists.length ? { '@odata.nextLink': `${origin}${url.pathname}${url.search}` } : {};
    response.end(JSON.stringify({ '@odata.context': 'users', value, ...next }));
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    if (request.method === 'POST') return void giveToken(request, response);
    if (url.pathname.endsWith('/openid-configuration')) return void response.end('{"issuer":"x"}');
    log.push(`${url.pathname}${url.search}`);
    const endsMs = tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''));
    if (endsMs === undefined || endsMs <= clock.nowMs())
      return void refuse(response, 401, 'InvalidAuthenticationToken');
    if (isThrottled()) return void refuse(response, 429, 'TooManyRequests', { 'retry-after': '10' });
    const mishap = options.mishap?.(log.length, url);
    if (mishap === 'cut') return void request.socket.destroy();
    if (mishap !== undefined) return void refuse(response, mishap.status, mishap.code);
    if (url.pathname === '/v1.0/users') return answerList(url, response);
    const isLog = url.pathname.endsWith('/auditLogs/signIns');
    if (isLog) return answer(signInPage(url, signIns, options.logPageSize ?? 1000), response, 400, 'BadRequest');
    const one = url.pathname.includes('/auditLogs/signIns/')
      ? signInById(url, signIns)
      : options.user?.(url.pathname.split('/').at(-1) ?? '');
    answer(one, response, 404, 'Request_ResourceNotFound');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, log, forms, stop: () => new Promise((resolve) => server.close(resolve)) };
}
