import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { metricNamespace } from '../../../domain/alerts/metrics.ts';
import type { UserAlarm } from '../../../domain/alerts/user-alarms.ts';
import type { UserAlarmStore } from '../../ports/user-alarm-store.ts';

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
      const asked = { AlarmNamePrefix: prefix, AlarmTypes: ['MetricAlarm' as const] };
      for await (const page of paginateDescribeAlarms({ client, pageSize: 100 }, asked)) {
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
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
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

/** What cannot be read of an alarm is left empty: then it differs from what is wanted and is set right. */
function userAlarmOf(alarm: MetricAlarm): UserAlarm {
  return {
    name: alarm.AlarmName ?? '',
    description: alarm.AlarmDescription ?? '',
    dimensions: Object.fromEntries((alarm.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
    thresholdDays: alarm.Threshold ?? 0,
    actions: alarm.AlarmActions ?? [],
  };
}
