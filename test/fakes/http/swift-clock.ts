import type { Clock } from '../../../infra/http/pace.ts';

/** A clock of a server that finds no request hasty: it is ten seconds later each time that it is asked. */
export function swiftClock(): Clock {
  let nowMs = Date.now();
  return { nowMs: () => (nowMs += 10_000), sleep: async () => {} };
}
