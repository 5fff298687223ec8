/** List prices of November 2026, us-east-1, arm64. */
const perGbSecond = 0.0000133;
const perRequest = 0.2 / 1_000_000;

/** 1,769 MB come with one whole core: a second of CPU costs so many GB-seconds. */
const gbPerCore = 1.769;

/** An invocation for one event is assumed to take 5 ms at 128 MB; nearly all of its price is the request. */
const eventGbSeconds = 0.125 * 0.005;

/**
 * Dollars for a billion records: scanned, with one request a file, and by one invocation for each record. Neither
 * includes requests to S3 or writes to the table.
 */
export function lambdaDollars(
  cpuSecondsPerRecord: number,
  recordsPerFile: number,
): { readonly scan: number; readonly invocations: number } {
  const scan = cpuSecondsPerRecord * gbPerCore * perGbSecond + perRequest / recordsPerFile;
  const invocations = eventGbSeconds * perGbSecond + perRequest;
  return { scan: dollars(scan), invocations: dollars(invocations) };
}

function dollars(each: number): number {
  return Number((each * 1e9).toFixed(2));
}
