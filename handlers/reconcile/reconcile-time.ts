/**
 * How the daily run divides Lambda's timeout of 900 seconds. After the last user is asked about: one call that is tried
 * again, 5,000 verdicts, and up to 500 alarms at three a second. A test holds the sum to the template.
 */
export const reconcileTime = {
  /** From the invocation's start on: about nobody more is asked then. */
  askWithinMs: 450_000,
  /** All tries of a call that has begun. */
  lastCallMs: 150_000,
  /** 5,000 writes, messages and metrics. */
  writesMs: 100_000,
  alarmsMs: 180_000,
} as const;

/**
 * From the invocation's start on: for nobody's services is asked then. A job that has begun takes a minute more, and
 * one call that is tried again. The rest of `askWithinMs` is for keys: no run remembers the keys of earlier ones.
 */
export const askServicesWithinMs = 200_000;

/** Whether there is still time to ask IAM about one more user, from now on: for its keys, and for its services. */
export function timeToAsk() {
  const startedMs = performance.now();
  const isWithin = (ms: number) => () => performance.now() - startedMs < ms;
  return { hasTimeToAsk: isWithin(reconcileTime.askWithinMs), hasTimeForServices: isWithin(askServicesWithinMs) };
}
