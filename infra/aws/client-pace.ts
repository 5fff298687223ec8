/** Keeps requests to the rate that a service allows. */

import { setTimeout as sleep } from 'node:timers/promises';
import pThrottle from 'p-throttle';

/** A sent request. The service counts it at some moment between the two times. */
interface Sent {
  begunMs: number;
  readonly answeredMs: Promise<number>;
}

/** Sends a request when its turn comes. */
export type Pace = <T>(send: () => Promise<T>) => Promise<T>;

/**
 * A pace for requests that one service counts together. The previous request must have begun at least `everyMs` ago,
 * and the one before it must have been counted at least twice as long ago. Another process may have sent two requests
 * just before; they are waited for too. Lost time is not caught up on.
 */
export function paceOf(everyMs: number): Pace {
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
  return async (send) => {
    let answered: (ms: number) => void = () => {};
    const answeredMs = new Promise<number>((resolve) => {
      answered = resolve;
    });
    turn = takeTurn({ begunMs: 0, answeredMs }, turn);
    await turn;
    return send().finally(() => answered(performance.now()));
  };
}

/** Waits until a request was counted at least `ms` ago. One without an answer for `ms` counts as received by then. */
async function countedFor({ begunMs, answeredMs }: Sent, ms: number): Promise<void> {
  const until = (at: number) => sleep(Math.max(0, at - performance.now()));
  const countedMs = await Promise.race([answeredMs, until(begunMs + ms).then(() => begunMs + ms)]);
  await until(countedMs + ms);
}
