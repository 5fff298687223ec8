/** The time limits of ingest. */

/**
 * How long ingest may take to answer before Lambda's timeout of 30 seconds, even if table, bus or queue do not answer.
 * Work that has begun ends within `tries` requests; after the last work comes one message to the dead-letter queue. A
 * test checks the sum against the template.
 */
export const ingestTime = {
  /** From the start of the invocation. Work that has not begun by then is left to the next delivery. */
  beginWithinMs: 12_000,
  /** The tries of one call of the SDK. */
  tries: 3,
  /** After this time without an answer a request is sent again. */
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
