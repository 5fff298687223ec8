import type { Clock } from '../../../infra/http/pace.ts';

/** A clock that jumps instead of waiting, and what it has waited for. */
export function jumpingClock(startMs: number): Clock & { readonly elapsedMs: () => number } {
  let now = startMs;
  const sleep = async (ms: number) => {
    now += ms;
  };
  return { nowMs: () => now, sleep, elapsedMs: () => now - startMs };
}
