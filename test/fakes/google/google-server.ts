import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../../../domain/json.ts';
import { type Answered, activityPage, usagePage } from './google-reports.ts';
import { type GoogleTokenOptions, googleTokens } from './google-tokens.ts';

/** What goes wrong, by the number of the request from 1: a refusal, another body, or the connection is cut. */
export type GoogleMishap = (
  request: number,
  url: URL,
) => { readonly status: number; readonly reason: string } | { readonly body: string } | 'cut' | undefined;

export interface GoogleServerOptions extends GoogleTokenOptions {
  /** The users of one read of the list, from 1. */
  readonly users: (read: number) => readonly JsonObject[];
  readonly user?: (id: string) => JsonObject | undefined;
  /** The usage report of a day, `2026-11-20`; undefined: it is not ready. */
  readonly usage?: (day: string) => readonly JsonObject[] | undefined;
  /** The activities by application, in any order. */
  readonly activities?: ReadonlyMap<string, readonly JsonObject[]>;
  readonly mishap?: GoogleMishap;
  /** For whom a claim must be made; that of the server itself unless it stands in for Google's own address. */
  readonly audience?: string;
  /** Pages may be shorter than asked for. */
  readonly pageSize?: number;
  /** A page token ends after this time; Google says three days. */
  readonly pageTokenMs?: number;
}

const scopeOf = (path: string): string =>
  path.startsWith('/admin/directory')
    ? 'user.readonly'
    : path.includes('/usage/')
      ? 'usage.readonly'
      : 'audit.readonly';

/**
 * Google's Admin SDK and its tokens over HTTP, stricter than the real one: 2,400 requests a minute by the test's clock,
 * one at a time, pages of no more than it takes, page tokens of one read that end, and a scope for each part.
 */
export async function startGoogleServer(options: GoogleServerOptions) {
  const { clock, pageSize = 500, pageTokenMs = 259_200_000, usage = () => undefined, activities = new Map() } = options;
  const tokens = googleTokens(options);
  const log: string[] = [];
  const sent: number[] = [];
  let [reads, open] = [0, 0];
  let list: readonly JsonObject[] = [];

  const refuse = (response: ServerResponse, status: number, reason: string) =>
    response.writeHead(status).end(JSON.stringify({ error: { code: status, errors: [{ reason }], message: 'no' } }));

  const answer = (response: ServerResponse, answered: Answered) =>
    answered.kind === 'page'
      ? void response.end(JSON.stringify(answered.page))
      : refuse(response, 400, answered.reason);

  function isThrottled(): boolean {
    const now = clock.nowMs();
    while ((sent[0] ?? now) <= now - 60_000) sent.shift();
    return sent.push(now) > 2400;
  }

  function usersPage({ searchParams: asked }: URL): Answered {
    const size = Number(asked.get('maxResults') ?? 100);
    if (!(size > 0 && size <= 500) || !asked.has('customer')) return { kind: 'refused', reason: 'badRequest' };
    const token = asked.get('pageToken');
    const [read = 0, start = 0, madeMs = 0] =
      token === null ? [++reads, 0, clock.nowMs()] : token.split('.').map(Number);
    if (token === null) list = options.users(read);
    if (read !== reads || clock.nowMs() > madeMs + pageTokenMs) return { kind: 'refused', reason: 'invalid' };
    const end = start + Math.min(size, pageSize);
    const users = list.slice(start, end);
    const next = end < list.length ? { nextPageToken: `${read}.${end}.${madeMs}` } : {};
    return { kind: 'page', page: { kind: 'admin#directory#users', ...(users.length > 0 && { users }), ...next } };
  }

  function route(url: URL, response: ServerResponse) {
    const [, , , , , id] = url.pathname.split('/');
    if (url.pathname === '/admin/directory/v1/users') return answer(response, usersPage(url));
    if (url.pathname.startsWith('/admin/directory/v1/users/')) {
      const user = options.user?.(decodeURIComponent(id ?? ''));
      return user === undefined ? refuse(response, 404, 'notFound') : response.end(JSON.stringify(user));
    }
    if (url.pathname.includes('/usage/')) return answer(response, usagePage(url, usage, pageSize));
    return answer(response, activityPage(url, activities, clock.nowMs(), pageSize));
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    if (request.method === 'POST') return void tokens.give(request, response, options.audience ?? `${origin}/token`);
    log.push(`${url.pathname}${url.search}`);
    open++;
    response.once('close', () => open--);
    const standing = tokens.standingOf(request, scopeOf(url.pathname));
    if (standing !== 'good') return void refuse(response, standing === 'expired' ? 401 : 403, standing);
    if (isThrottled()) return void refuse(response, 403, 'userRateLimitExceeded');
    if (open > 1) return void refuse(response, 403, 'quotaExceeded');
    const mishap = options.mishap?.(log.length, url);
    if (mishap === 'cut') return void request.socket.destroy();
    if (mishap !== undefined) {
      return void ('body' in mishap ? response.end(mishap.body) : refuse(response, mishap.status, mishap.reason));
    }
    route(url, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const hosts = { api: origin, token: `${origin}/token` };
  return { origin, hosts, log, tokens: tokens.count, stop: () => new Promise((resolve) => server.close(resolve)) };
}
