/** Metrics and users' alarms in CloudWatch. */

import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { type MetricDatum, metricNamespace } from '../../../domain/alerts/metrics.ts';
import type { UserAlarm } from '../../../domain/alerts/user-alarms.ts';
import { epochMs, type Instant } from '../../../domain/time.ts';
import type { UserAlarmStore } from '../../ports/user-alarm-store.ts';

/**
 * PutMetricData takes 1,000 metrics and 1 MB. These metrics are far below 1 KB each, so the size is never the limit.
 */
const mostPutAtOnce = 1000;

/** Sends the values as of `at` in as few calls as possible. Returns the number of calls. */
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
    Dimensions: dimensionsOf(dimensions),
  }));
  let calls = 0;
  for (let start = 0; start < data.length; start += mostPutAtOnce) {
    const MetricData = data.slice(start, start + mostPutAtOnce);
    await client.send(new PutMetricDataCommand({ Namespace: metricNamespace, MetricData }));
    calls += 1;
  }
  return calls;
}

/** PutMetricAlarm takes 3 calls a second. */
const putEveryMs = 350;
const mostDeletedAtOnce = 100;

/**
 * The users' alarms in CloudWatch: in alarm while the day's `IdleDays` is at least the threshold. A day without a value
 * changes nothing.
 */
export function cloudwatchAlarms(client: CloudWatchClient, sleep: (ms: number) => Promise<void>): UserAlarmStore {
  return {
    list: async (prefix) => {
      const alarms: UserAlarm[] = [];
      const query = { AlarmNamePrefix: prefix, AlarmTypes: ['MetricAlarm' as const] };
      for await (const page of paginateDescribeAlarms({ client, pageSize: 100 }, query)) {
        alarms.push(...(page.MetricAlarms ?? []).map(userAlarmOf));
      }
      return alarms;
    },
    put: async (alarms) => {
      for (const [index, alarm] of alarms.entries()) {
        if (index > 0) await sleep(putEveryMs);
        await client.send(putCommand(alarm));
      }
    },
    remove: async (names) => {
      for (let start = 0; start < names.length; start += mostDeletedAtOnce) {
        const AlarmNames = names.slice(start, start + mostDeletedAtOnce);
        await client.send(new DeleteAlarmsCommand({ AlarmNames }));
      }
    },
  };
}

function putCommand({ name, description, dimensions, thresholdDays, actions }: UserAlarm): PutMetricAlarmCommand {
  return new PutMetricAlarmCommand({
    AlarmName: name,
    AlarmDescription: description,
    Namespace: metricNamespace,
    MetricName: 'IdleDays',
    Dimensions: dimensionsOf(dimensions),
    Statistic: 'Maximum',
    Period: 86_400,
    EvaluationPeriods: 1,
    Threshold: thresholdDays,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'ignore',
    ActionsEnabled: true,
    AlarmActions: [...actions],
  });
}

/** Reads an alarm. A missing field is left empty: then the alarm differs from the planned one and is replaced. */
function userAlarmOf(alarm: MetricAlarm): UserAlarm {
  return {
    name: alarm.AlarmName ?? '',
    description: alarm.AlarmDescription ?? '',
    dimensions: Object.fromEntries((alarm.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
    thresholdDays: alarm.Threshold ?? 0,
    actions: alarm.AlarmActions ?? [],
  };
}

const dimensionsOf = (dimensions: UserAlarm['dimensions']) =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
