import type { Clock } from '../../infra/http/pace.ts';

/** The time of an invocation is over. What was answered so far is kept, and the next invocation continues. */
export class OutOfTime extends Error {
  constructor() {
    super('the time of this invocation is over');
    this.name = 'OutOfTime';
  }
}

/** The same clock, which throws OutOfTime rather than sleep past the end. */
export function clockUntil(endMs: number, { nowMs, sleep }: Clock): Clock {
  return {
    nowMs,
    sleep: async (ms) => {
      if (nowMs() + ms > endMs) throw new OutOfTime();
      await sleep(ms);
    },
  };
}
