import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Answer } from '../../../domain/answer.ts';
import type { FunctionUse } from '../../../domain/doctor/function-checks.ts';
import { epochMs, type Instant } from '../../../domain/time.ts';
import { tryAsk } from '../answer.ts';

const daySeconds = 86_400;

/** Invocations and errors of each function in the 24 hours before `now`, in one call. */
export function readFunctionUse(
  client: CloudWatchClient,
  names: readonly string[],
  now: Instant,
): Promise<Answer<readonly FunctionUse[]>> {
  return tryAsk('cloudwatch:GetMetricData', async () => {
    if (names.length === 0) return [];
    const end = epochMs(now);
    const MetricDataQueries = names.flatMap((name, index) =>
      ['Invocations', 'Errors'].map((MetricName) => ({
        Id: `${MetricName.toLowerCase()}${index}`,
        MetricStat: {
          Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions: [{ Name: 'FunctionName', Value: name }] },
          Period: daySeconds,
          Stat: 'Sum',
        },
      })),
    );
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries,
        StartTime: new Date(end - daySeconds * 1000),
        EndTime: new Date(end),
      }),
    );
    // CloudWatch may return two values: a period of a day may be split at a day's boundary.
    const sumOf = (id: string) =>
      (MetricDataResults.find(({ Id }) => Id === id)?.Values ?? []).reduce((sum, value) => sum + value, 0);
    return names.map((name, index) => ({
      name,
      invocations: sumOf(`invocations${index}`),
      errors: sumOf(`errors${index}`),
    }));
  });
}
