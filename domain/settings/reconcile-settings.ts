import type { Parsed } from '../parsed.ts';
import { settingBounds } from './bounds.ts';
import {
  type Environment,
  optionalVariable,
  parseVariables,
  textVariable,
  wholeVariable,
  yesOrNo,
} from './environment.ts';
import { type JudgingSettings, judgingVariables } from './judging-settings.ts';

/** Settings of the daily job, from its environment. */
export interface ReconcileSettings extends JudgingSettings {
  readonly alarmCap: number;
  /** Whether the alarms of single users notify the topic. */
  readonly userAlarmsNotify: boolean;
  /** The address of the report page in the console; undefined where the stack writes none. */
  readonly reportUrl: string | undefined;
}

/** Reads the variables; reports every wrong one. */
export function parseReconcileSettings(env: Environment): Parsed<ReconcileSettings> {
  return parseVariables(env, {
    ...judgingVariables,
    alarmCap: wholeVariable('ALARM_CAP', settingBounds.alarmCap),
    userAlarmsNotify: yesOrNo('USER_ALARMS_NOTIFY', 'no'),
    reportUrl: optionalVariable(
      textVariable('REPORT_URL', /^https:\/\/[\x21-\x7e]{1,1500}$/, 'give the address of the report page'),
    ),
  });
}
