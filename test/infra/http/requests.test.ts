import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { answered, type Failure, failed } from '../../../domain/answer.ts';
import { requestsTo } from '../../../infra/http/requests.ts';
import type { JsonResponse } from '../../../infra/http/send-json.ts';
import type { Tokens } from '../../../infra/http/tokens.ts';
import { jumpingClock } from '../../fakes/http/jumping-clock.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A server that answers so, and the addresses that were asked for. */
async function serve(answer: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    answer(request, response);
  });
  stops.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const failureOf = ({ status }: JsonResponse): Failure => ({
  kind: status === 429 || status >= 500 ? 'throttled' : 'refused',
  why: `${status}`,
});

function requestsAt(root: string, tokens: Tokens = async () => answered('token')) {
  const clock = jumpingClock(0);
  return { clock, read: requestsTo({ root, pace: { requests: 2, perMs: 1000 }, failureOf }, { tokens, clock }) };
}

describe('requests with a token', () => {
  it('follow no redirect: the token would go to strangers', async () => {
    const stranger = await serve((_, response) => response.end('{}'));
    const { root, asked } = await serve((_, response) => response.writeHead(302, { location: stranger.root }).end());
    const answer = await requestsAt(root).read(`${root}/users`);
    expect(answer).toMatchObject({ kind: 'failed', failure: { kind: 'refused', why: '302' } });
    expect([asked, stranger.asked]).toEqual([['/users Bearer token'], []]);
  });

  it('go to the host of the service alone, whatever a link says', async () => {
    const { root, asked } = await serve((_, response) => response.end('{}'));
    const { read } = requestsAt(root);
    for (const url of [
      `${root}.evil.example/`,
      root.replace('127.0.0.1', 'localhost'),
      'file:///etc/passwd',
      '/users',
    ]) {
      expect(await read(url)).toMatchObject({ kind: 'failed', failure: { why: 'a link leads to another host' } });
    }
    expect(asked).toEqual([]);
  });

  it('keep their pace, and wait as long as a refusal says, but no longer than ten minutes', async () => {
    let count = 0;
    const { root } = await serve((_, response) => {
      count++;
      response.writeHead(count === 1 ? 429 : 200, count === 1 ? { 'retry-after': '999999' } : {}).end('{}');
    });
    const { clock, read } = requestsAt(root);
    expect((await read(`${root}/a`)).kind).toBe('answered');
    expect(clock.elapsedMs()).toBe(600_000);
    for (const _ of [1, 2, 3, 4]) await read(`${root}/b`);
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(601_000);
  });

  it.each([
    ['a date, by the clock of the server', 'Fri, 27 Nov 2026 12:01:30 GMT', 90_000, 90_000],
    ['a date that is over', 'Fri, 27 Nov 2026 11:00:00 GMT', 0, 0],
    ['a date in the year 9999', 'Fri, 31 Dec 9999 23:59:59 GMT', 600_000, 600_000],
    ['nothing that is known', '1.5 hours', 1000, 2000],
  ])('wait until %s', async (_, retryAfter, leastMs, mostMs) => {
    let count = 0;
    const { root } = await serve((_request, response) => {
      response.setHeader('date', 'Fri, 27 Nov 2026 12:00:00 GMT');
      response.writeHead(count++ === 0 ? 429 : 200, { 'retry-after': retryAfter }).end('{}');
    });
    const { clock, read } = requestsAt(root);
    expect((await read(`${root}/a`)).kind).toBe('answered');
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(leastMs);
    expect(clock.elapsedMs()).toBeLessThanOrEqual(mostMs);
  });

  it('give up a service that throttles for ever after six attempts', async () => {
    const { root, asked } = await serve((_, response) => response.writeHead(429, { 'retry-after': '30' }).end('{}'));
    const { clock, read } = requestsAt(root);
    expect(await read(`${root}/a`)).toMatchObject({ failure: { kind: 'throttled', why: '429' } });
    expect([asked.length, clock.elapsedMs()]).toEqual([6, 150_000]);
  });

  it('ask again for a token where none was given for a moment, and not where it is refused', async () => {
    const { root, asked } = await serve((_, response) => response.end('{}'));
    const failures: Failure[] = [{ kind: 'throttled', why: 'no token: temporarily_unavailable' }];
    const tokens: Tokens = async () => {
      const failure = failures.shift();
      return failure === undefined ? answered('late') : failed(failure);
    };
    expect((await requestsAt(root, tokens).read(`${root}/users`)).kind).toBe('answered');
    expect(asked).toEqual(['/users Bearer late']);
    failures.push({ kind: 'no-credentials', why: 'no token: invalid_client' });
    expect((await requestsAt(root, tokens).read(`${root}/users`)).kind).toBe('failed');
  });
});
