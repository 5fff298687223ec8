import { parseRegion, type Region } from '../ids.ts';
import type { Parsed } from '../parsed.ts';
import type { ExemptionRule } from '../verdict/exemption.ts';
import { settingBounds } from './bounds.ts';
import {
  type Environment,
  eventBus,
  exemptTag,
  listVariable,
  optionalVariable,
  parseVariables,
  stackName,
  tableName,
  textVariable,
  topicArn,
  wholeVariable,
  yesOrNo,
} from './environment.ts';

/** Settings of the daily job, from its environment. Units and bounds of the numbers are in `settingBounds`. */
export interface ReconcileSettings {
  readonly stackName: string;
  readonly tableName: string;
  readonly topicArn: string;
  readonly thresholdDays: number;
  readonly exemptions: readonly ExemptionRule[];
  readonly eventBus: string;
  readonly alarmCap: number;
  /** Whether the alarms of single users notify the topic. */
  readonly userAlarmsNotify: boolean;
  /** Whether IAM is asked which services the users in question accessed. */
  readonly serviceLastAccessed: boolean;
  /** The Region where the job runs; Lambda sets it. */
  readonly home: Region;
  /** Regions whose watch must be proven; an empty list: all enabled Regions. */
  readonly regions: readonly Region[];
  /** The address of the report page in the console; undefined where the stack writes none. */
  readonly reportUrl: string | undefined;
}

/** Reads the variables; reports every wrong one. */
export function parseReconcileSettings(env: Environment): Parsed<ReconcileSettings> {
  return parseVariables(env, {
    stackName,
    tableName,
    topicArn,
    thresholdDays: wholeVariable('THRESHOLD_DAYS', settingBounds.thresholdDays),
    exemptions: exemptTag,
    eventBus,
    alarmCap: wholeVariable('ALARM_CAP', settingBounds.alarmCap),
    userAlarmsNotify: yesOrNo('USER_ALARMS_NOTIFY', 'no'),
    serviceLastAccessed: yesOrNo('SERVICE_LAST_ACCESSED', 'yes'),
    home: { name: 'AWS_REGION', parse: parseRegion, todo: 'give the Region that the job runs in' },
    regions: listVariable('REGIONS', parseRegion, 'give Regions with commas between, like eu-west-1,us-east-1'),
    reportUrl: optionalVariable(
      textVariable('REPORT_URL', /^https:\/\/[\x21-\x7e]{1,1500}$/, 'give the address of the report page'),
    ),
  });
}
