import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import pThrottle from 'p-throttle';

/** Two calls a second, and a millisecond for timers that fire early: no second of any clock has three. */
export const lookupEveryMs = 501;

/** A request on its way: the far end counts it at some moment between the two. */
interface Sent {
  begunMs: number;
  readonly answeredMs: Promise<number>;
}

/**
 * Makes the client wait before each request, retries included: until at least `everyMs` after the start of the last
 * one, and at least twice that after AWS counted the last but one. A process that ended just before may have sent two:
 * they count too. Time lost by a late request is not made up.
 */
export function keepPace<C extends Pick<CloudTrailClient, 'middlewareStack'>>(client: C, everyMs: number): C {
  const begin = pThrottle({ limit: 1, interval: everyMs, strict: true })(() => undefined);
  // A process that was ended just now may have sent two.
  const madeMs = performance.now();
  const unknown: Sent = { begunMs: madeMs, answeredMs: Promise.resolve(madeMs) };
  const sent = [unknown, unknown];
  let turn: Promise<unknown> = Promise.resolve();
  const takeTurn = async (own: Sent, before: Promise<unknown>) => {
    await before;
    await countedFor(sent.shift() as Sent, 2 * everyMs);
    await begin();
    own.begunMs = performance.now();
    sent.push(own);
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

/** Waits until a request was counted `ms` ago at least; one without an answer for so long arrived long since. */
async function countedFor({ begunMs, answeredMs }: Sent, ms: number): Promise<void> {
  const until = (at: number) => sleep(Math.max(0, at - performance.now()));
  const countedMs = await Promise.race([answeredMs, until(begunMs + ms).then(() => begunMs + ms)]);
  await until(countedMs + ms);
}
