import { parseRegion, type Region } from '../ids.ts';
import type { ExemptionRule } from '../verdict/exemption.ts';
import { settingBounds } from './bounds.ts';
import {
  eventBus,
  exemptTag,
  listVariable,
  stackName,
  tableName,
  topicArn,
  type Variables,
  wholeVariable,
  yesOrNo,
} from './environment.ts';

/** Settings of every function that judges users. Units and bounds of the numbers are in `settingBounds`. */
export interface JudgingSettings {
  readonly stackName: string;
  readonly tableName: string;
  readonly topicArn: string;
  readonly thresholdDays: number;
  readonly exemptions: readonly ExemptionRule[];
  readonly eventBus: string;
  /** Whether IAM is asked which services the users in question accessed. */
  readonly serviceLastAccessed: boolean;
  /** The Region where the function runs; Lambda sets it. */
  readonly home: Region;
  /** Regions whose watch must be proven; an empty list: all enabled Regions of each account. */
  readonly regions: readonly Region[];
}

/** Their variables. */
export const judgingVariables: Variables<JudgingSettings> = {
  stackName,
  tableName,
  topicArn,
  thresholdDays: wholeVariable('THRESHOLD_DAYS', settingBounds.thresholdDays),
  exemptions: exemptTag,
  eventBus,
  serviceLastAccessed: yesOrNo('SERVICE_LAST_ACCESSED', 'yes'),
  home: { name: 'AWS_REGION', parse: parseRegion, todo: 'give the Region that the function runs in' },
  regions: listVariable('REGIONS', parseRegion, 'give Regions with commas between, like eu-west-1,us-east-1'),
};
