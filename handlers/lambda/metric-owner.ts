/** The dimensions of a function's metrics. */

import type { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { accountOf } from './door.ts';

/** The account of the function, as far as it is known, and the stack. */
export interface MetricOwner {
  readonly accountId: string;
  readonly stackName: string;
}

/** The owner of a function's metrics. */
export function metricOwner(context: Context, { stackName }: Pick<MetricOwner, 'stackName'>): MetricOwner {
  return { accountId: accountOf(context) ?? 'unknown', stackName };
}

/**
 * Gives the next line of metrics its dimensions: `AccountId` for all, and once more with `Stack` for the stack's own
 * alarms. Powertools adds the default dimension to each set and warns where a set repeats it.
 */
export function setOwner(metrics: Metrics, { accountId, stackName }: MetricOwner): void {
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions({ AccountId: accountId });
  metrics.addDimensions({});
  metrics.addDimensions({ Stack: stackName });
}
