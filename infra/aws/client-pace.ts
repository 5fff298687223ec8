import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import pThrottle from 'p-throttle';

/** Two calls a second, and a millisecond for timers that fire early: no second of any clock has three. */
export const lookupEveryMs = 501;

/**
 * Makes the client wait before each request that it sends, tries again included, until the last one was begun at least `everyMs`
 * ago. Each waits for the one before to be begun: whoever was late is not caught up on.
 */
export function keepPace<C extends Pick<CloudTrailClient, 'middlewareStack'>>(client: C, everyMs: number): C {
  const begin = pThrottle({ limit: 1, interval: everyMs, strict: true })(() => undefined);
  let turn: Promise<unknown> = Promise.resolve();
  client.middlewareStack.add(
    (next) => async (args) => {
      turn = turn.then(begin);
      await turn;
      return next(args);
    },
    { name: 'keepPace', step: 'finalizeRequest', priority: 'low' },
  );
  return client;
}
