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

/** Whether there is still time to ask IAM about one more user, from now on. */
export function timeToAsk(): () => boolean {
  const startedMs = performance.now();
  return () => performance.now() - startedMs < reconcileTime.askWithinMs;
}
