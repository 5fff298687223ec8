import { parseRegion, type Region } from '../ids.ts';
import type { ExemptionRule } from '../verdict/exemption.ts';

/** Settings of the daily job as its environment has them. */
export type Environment = { readonly [variable: string]: string | undefined };

export interface ReconcileSettings {
  readonly tableName: string;
  readonly topicArn: string;
  /** Days without activity after which a user is unused; exactly so many counts. */
  readonly thresholdDays: number;
  readonly exemptions: readonly ExemptionRule[];
  readonly eventBus: string;
  /** Per-user alarms at most; each costs about $0.11 a month with its metric, which is sent in one hour of the day. */
  readonly alarmCap: number;
  /** Regions to be proven watched; none: all that are enabled. */
  readonly regions: readonly Region[];
  /** Where the job runs; Lambda sets it. */
  readonly home: Region;
}

/** Reads the variables, or tells of every wrong one what is wrong. */
export function parseReconcileSettings(env: Environment): ReconcileSettings | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const read = <T>(
    name: string,
    fallback: string | undefined,
    parse: (text: string) => T | undefined,
    wanted: string,
  ) => {
    const text = env[name] === undefined || env[name] === '' ? fallback : env[name];
    const value = text === undefined ? undefined : parse(text);
    if (value === undefined) problems.push(`${name}${text === undefined ? ' is not set' : `=${text}`}: ${wanted}`);
    return value as T;
  };
  const settings = {
    tableName: read('TABLE_NAME', undefined, matching(/^[\w.-]{3,255}$/), 'give the name of the table'),
    topicArn: read(
      'TOPIC_ARN',
      undefined,
      matching(/^arn:[^:]+:sns:[^:]+:\d{12}:[\w-]+$/),
      'give the ARN of the SNS topic',
    ),
    thresholdDays: read('THRESHOLD_DAYS', '90', wholeFrom(1, 3650), 'give whole days from 1 to 3650'),
    exemptions: [
      {
        kind: 'tag' as const,
        key: read('EXEMPT_TAG', 'lastseen:exempt', matching(/^.{1,128}$/), 'give the key of a tag'),
        value: undefined,
      },
    ],
    eventBus: read('EVENT_BUS', 'default', matching(/^[\w./:-]{1,1600}$/), 'give the name or ARN of an event bus'),
    alarmCap: read('ALARM_CAP', '50', wholeFrom(0, 500), 'give a whole number from 0 to 500'),
    home: read('AWS_REGION', undefined, parseRegion, 'give the Region that the job runs in'),
    regions: read('REGIONS', '', regionsOf, 'give Regions with commas between, like eu-west-1,us-east-1'),
  };
  return problems.length > 0 ? { problems } : settings;
}

const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : undefined);

const wholeFrom = (min: number, max: number) => (text: string) => {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
};

function regionsOf(text: string): Region[] | undefined {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const regions = names.map(parseRegion).filter((region) => region !== undefined);
  return regions.length === names.length ? [...new Set(regions)] : undefined;
}
