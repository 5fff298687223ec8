/** Keeps a client to the rate that CloudTrail allows. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import pThrottle from 'p-throttle';

/** Two calls a second, and one millisecond because timers may fire early: no second of any clock has three calls. */
export const lookupEveryMs = 501;

/** A sent request. CloudTrail counts it at some moment between the two times. */
interface Sent {
  begunMs: number;
  readonly answeredMs: Promise<number>;
}

/**
 * Makes the client wait before each request, retries included. The previous request must have begun at least `everyMs`
 * ago, and the one before it must have been counted at least twice as long ago. Another process may have sent two
 * requests just before this client was made; they are waited for too. Lost time is not caught up on.
 */
export function keepPace<C extends Pick<CloudTrailClient, 'middlewareStack'>>(client: C, everyMs: number): C {
  const begin = pThrottle({ limit: 1, interval: everyMs, strict: true })(() => undefined);
  // A process that has just ended may have sent two requests.
  const madeMs = performance.now();
  const unknown: Sent = { begunMs: madeMs, answeredMs: Promise.resolve(madeMs) };
  const sent = [unknown, unknown];
  let turn: Promise<unknown> = Promise.resolve();
  const takeTurn = async (request: Sent, before: Promise<unknown>) => {
    await before;
    await countedFor(sent.shift() as Sent, 2 * everyMs);
    await begin();
    request.begunMs = performance.now();
    sent.push(request);
  };
  client.middlewareStack.add(
    (next) => async (args) => {
      let answered: (ms: number) => void = () => {};
      const answeredMs = new Promise<number>((resolve) => {
        answered = resolve;
      });
      turn = takeTurn({ begunMs: 0, answeredMs }, turn);
      await turn;
      return next(args).finally(() => answered(performance.now()));
    },
    { name: 'keepPace', step: 'finalizeRequest', priority: 'low' },
  );
  return client;
}

/** Waits until a request was counted at least `ms` ago. One without an answer for `ms` counts as received by then. */
async function countedFor({ begunMs, answeredMs }: Sent, ms: number): Promise<void> {
  const until = (at: number) => sleep(Math.max(0, at - performance.now()));
  const countedMs = await Promise.race([answeredMs, until(begunMs + ms).then(() => begunMs + ms)]);
  await until(countedMs + ms);
}
