import { type CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { Answer } from '../../../domain/answer.ts';
import type { AlarmFacts } from '../../../domain/doctor/alarm-checks.ts';
import { tryAsk } from '../answer.ts';

/** The alarms whose names begin with the prefix. */
export function readAlarms(client: CloudWatchClient, AlarmNamePrefix: string): Promise<Answer<readonly AlarmFacts[]>> {
  return tryAsk('cloudwatch:DescribeAlarms', async () => {
    const alarms: AlarmFacts[] = [];
    for await (const page of paginateDescribeAlarms({ client }, { AlarmNamePrefix })) {
      for (const { AlarmName, StateValue, ActionsEnabled, AlarmActions } of page.MetricAlarms ?? []) {
        const notifies = ActionsEnabled !== false && (AlarmActions?.length ?? 0) > 0;
        alarms.push({ name: AlarmName ?? '', state: StateValue, notifies });
      }
    }
    return alarms;
  });
}
