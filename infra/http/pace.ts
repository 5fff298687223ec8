/** The time as requests need it. A test gives one of its own, so that 800 seconds take none. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The clock of this machine. */
export const machineClock: Clock = {
  nowMs: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** A clock that waits a thousandth of the time, for a service that stands on this machine. */
export const hurriedClock: Clock = { nowMs: Date.now, sleep: (ms) => machineClock.sleep(ms / 1000) };

/** How many requests a service takes within a time. */
export interface Pace {
  readonly requests: number;
  readonly perMs: number;
}

/** Waits before a request for as long as the pace asks for. Requests must follow one another. */
export function paced({ requests, perMs }: Pace, { nowMs, sleep }: Clock): () => Promise<void> {
  const sent: number[] = [];
  return async () => {
    const oldest = sent.length < requests ? undefined : sent.shift();
    const waitMs = oldest === undefined ? 0 : oldest + perMs - nowMs();
    if (waitMs > 0) await sleep(waitMs);
    sent.push(nowMs());
  };
}
