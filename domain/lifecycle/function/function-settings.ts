/** Settings of the function that plans, from its environment. */

import { parseRegion, type Region } from '../../ids.ts';
import { parseOwnerRule } from '../../owners/owner.ts';
import { both, ok, type Parsed } from '../../parsed.ts';
import { type Bounds, parseWhole, settingBounds } from '../../settings/bounds.ts';
import {
  type Environment,
  eventBus,
  exemptTag,
  listVariable,
  oneOfVariable,
  optionalVariable,
  parseVariables,
  stackName,
  tableName,
  textVariable,
  topicArn,
  type Variable,
  wholeVariable,
  yesOrNo,
} from '../../settings/environment.ts';
import { isDay } from '../../time.ts';
import type { ExemptionRule } from '../../verdict/exemption.ts';
import {
  type ActingWindow,
  type DeletionSettings,
  type LifecycleSettings,
  lifecycleSettings,
  type Reach,
  weekdays,
} from '../settings.ts';
import { isTimeZone } from '../window.ts';

/**
 * `plan`: the function says what it would do, and nobody is changed. `quarantine`: it hands its plan to the function
 * that acts. `delete`: it hands the deletions of its plan to the function that deletes.
 */
const stages = ['plan', 'quarantine', 'delete'] as const;
export type Stage = (typeof stages)[number];

/** What the function is told; the units and bounds of its numbers are in `settingBounds`. */
export interface LifecycleFunctionSettings {
  readonly stage: Stage;
  readonly stackName: string;
  readonly tableName: string;
  readonly topicArn: string;
  readonly eventBus: string;
  readonly thresholdDays: number;
  readonly exemptions: readonly ExemptionRule[];
  /** The Region where the function runs; Lambda sets it. */
  readonly home: Region;
  /** The name of the function that acts; undefined where none does. */
  readonly actingFunction: string | undefined;
  /** The name of the function that deletes; undefined where none does. */
  readonly removingFunction: string | undefined;
  /** ARN of the key that signs the records of acts; undefined: nothing signs them. */
  readonly evidenceKey: string | undefined;
  /** `s3://BUCKET/PREFIX` with the records of acts; undefined: they lie in the table. */
  readonly evidenceBucket: string | undefined;
  readonly settings: LifecycleSettings;
}

type Flat = Omit<LifecycleSettings, 'window' | 'deletion'> &
  DeletionSettings & { readonly reach: Reach } & Omit<ActingWindow, 'fromHour' | 'toHour'> & {
    readonly hours: Pick<ActingWindow, 'fromHour' | 'toHour'>;
  };

const texts = (name: string, pattern: RegExp, todo: string) =>
  listVariable(name, (text) => (pattern.test(text) ? text : undefined), todo);

const withDefault = <T>(variable: Variable<T>, fallback: string): Variable<T> => ({ ...variable, fallback });

const owner = /^[^\p{Cc}]{1,256}$/u;

/** Reads the variables; reports every wrong one. */
export function parseLifecycleFunctionSettings(env: Environment): Parsed<LifecycleFunctionSettings> {
  const own = parseVariables<Omit<LifecycleFunctionSettings, 'settings'>>(env, {
    stage: oneOfVariable('STAGE', stages),
    stackName,
    tableName,
    topicArn,
    eventBus,
    thresholdDays: wholeVariable('THRESHOLD_DAYS', settingBounds.thresholdDays),
    exemptions: exemptTag,
    actingFunction: optionalVariable(
      textVariable('ACTING_FUNCTION', /^[\w-]{1,64}$/, 'give the name of the function that acts'),
    ),
    removingFunction: optionalVariable(
      textVariable('REMOVING_FUNCTION', /^[\w-]{1,64}$/, 'give the name of the function that deletes'),
    ),
    evidenceKey: optionalVariable(
      textVariable('EVIDENCE_KEY', /^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/[\w-]+$/, 'give the ARN of a key'),
    ),
    evidenceBucket: optionalVariable(textVariable('EVIDENCE_BUCKET', /^s3:\/\/\S+$/, 'give s3://BUCKET/PREFIX')),
    home: { name: 'AWS_REGION', parse: parseRegion, todo: 'give the Region that the function runs in' },
  });
  const parsed = both(own, parseLifecycle(env));
  if (parsed.kind === 'wrong') return parsed;
  const [read, settings] = parsed.value;
  return ok({ ...read, settings });
}

function parseLifecycle(env: Environment): Parsed<LifecycleSettings> {
  const parsed = parseVariables<Flat>(env, {
    noticeDays: wholeVariable('NOTICE_DAYS', settingBounds.noticeDays),
    ownerTags: withDefault(texts('OWNER_TAGS', /^.{1,128}$/, 'give keys of tags with commas between'), 'owner,Owner'),
    ownerRules: listVariable(
      'OWNER_RULES',
      parseOwnerRule,
      'give rules like /ci/=team@example.com or group:NAME=OWNER, with commas between',
    ),
    fallbackOwner: optionalVariable(textVariable('FALLBACK_OWNER', owner, 'give a name or an address')),
    noticesARun: wholeVariable('NOTICES_A_RUN', settingBounds.noticesARun),
    quarantinesARun: wholeVariable('QUARANTINES_A_RUN', settingBounds.quarantinesARun),
    weeklyPercent: wholeVariable('WEEKLY_PERCENT', settingBounds.weeklyPercent),
    protectedPaths: withDefault(
      texts('PROTECTED_PATHS', /^\/([!-~]*\/)?$/, 'give paths with a slash at both ends and commas between'),
      '/break-glass/',
    ),
    // Whoever checks the stage itself says what is wrong with it.
    reach: { name: 'STAGE', fallback: 'plan', parse: (stage) => (stage === 'delete' ? stage : 'quarantine'), todo: '' },
    graceDays: wholeVariable('GRACE_DAYS', settingBounds.graceDays),
    deletesARun: wholeVariable('DELETES_A_RUN', settingBounds.deletesARun),
    requireApproval: yesOrNo('REQUIRE_APPROVAL', 'no'),
    approvers: texts('APPROVERS', owner, 'give names or ARNs of users with commas between'),
    days: withDefault(listVariable('ACTING_DAYS', weekday, 'give days like Tue,Wed,Thu'), 'Tue,Wed,Thu'),
    hours: { name: 'ACTING_HOURS', fallback: '8-14', parse: parseHours, todo: 'give hours like 8-14' },
    timeZone: {
      name: 'TIME_ZONE',
      fallback: 'UTC',
      parse: (name) => (isTimeZone(name) ? name : undefined),
      todo: 'give a time zone like Europe/Berlin',
    },
    freezeDays: listVariable('FREEZE_DAYS', (day) => (isDay(day) ? day : undefined), 'give days like 2026-12-24'),
  });
  return parsed.kind === 'wrong' ? parsed : ok(settingsOf(parsed.value));
}

function settingsOf({ days, hours, timeZone, freezeDays, reach: stage, ...settings }: Flat): LifecycleSettings {
  return lifecycleSettings({ ...settings, stage, window: { days, ...hours, timeZone, freezeDays } });
}

const weekday = (text: string) => weekdays.find((day) => day === text);

const fromHours: Bounds = { min: 0, max: 23 };
const toHours: Bounds = { min: 1, max: 24 };

/** `8-14`: from 08:00 to before 14:00. */
function parseHours(text: string): Flat['hours'] | undefined {
  const [from = '', to = '', ...others] = text.split('-');
  const fromHour = parseWhole(from, fromHours);
  const toHour = parseWhole(to, toHours);
  if (others.length > 0 || fromHour === undefined || toHour === undefined || fromHour >= toHour) return undefined;
  return { fromHour, toHour };
}
