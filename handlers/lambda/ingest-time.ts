/**
 * How long ingest may take to answer before Lambda's timeout of 30 seconds, even if table, bus or queue do not answer.
 * What has begun ends within `tries` requests; after what begins last comes one message to the dead-letter queue. A
 * test holds the sum to the template.
 */
export const ingestTime = {
  /** From the invocation's start on: what is not begun then is left to the next delivery. */
  beginWithinMs: 12_000,
  /** Requests of one call of the SDK. */
  tries: 3,
  /** What is silent for so long is better tried again. */
  requestMs: 2000,
} as const;

/** Settings of a client of the SDK that keep it to these times. */
export const ingestClientConfig = {
  maxAttempts: ingestTime.tries,
  requestHandler: { connectionTimeout: 1000, requestTimeout: ingestTime.requestMs, throwOnRequestTimeout: true },
} as const;

/** Whether there is still time to begin something, from now on. */
export function startTime(): () => boolean {
  const startedMs = performance.now();
  return () => performance.now() - startedMs < ingestTime.beginWithinMs;
}
