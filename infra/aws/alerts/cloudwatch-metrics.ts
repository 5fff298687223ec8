import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type MetricDatum, metricNamespace } from '../../../domain/alerts/metrics.ts';
import { epochMs, type Instant } from '../../../domain/time.ts';

/**
 * PutMetricData takes 1,000 metrics and 1 MB; a metric of ours is far below the 1 KB that would make the size count
 * first.
 */
const mostAtOnce = 1000;

/** Sends the values as of `at`, in as few calls as there can be, and answers how many those were. */
export async function putMetrics(
  client: CloudWatchClient,
  metrics: readonly MetricDatum[],
  at: Instant,
): Promise<number> {
  const Timestamp = new Date(epochMs(at));
  const data = metrics.map(({ name, value, dimensions }) => ({
    MetricName: name,
    Value: value,
    Unit: 'Count' as const,
    Timestamp,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  }));
  let calls = 0;
  for (let start = 0; start < data.length; start += mostAtOnce) {
    const MetricData = data.slice(start, start + mostAtOnce);
    await client.send(new PutMetricDataCommand({ Namespace: metricNamespace, MetricData }));
    calls += 1;
  }
  return calls;
}
