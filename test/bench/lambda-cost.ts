/** List prices of November 2026, us-east-1, arm64. */
const perGbSecond = 0.0000133;
const perRequest = 0.2 / 1_000_000;

/** 1,769 MB come with one whole core: a second of CPU costs so many GB-seconds. */
const gbPerCore = 1.769;

/** The time of an invocation for one event is an assumption, of 128 MB for 5 ms; nearly all of its price is the request. */
const eventGbSeconds = 0.125 * 0.005;

/**
 * Dollars for a billion records scanned, one file a request, beside an invocation for each of them. Requests to S3 and writes to
 * the table are in neither.
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
