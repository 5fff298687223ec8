import { type AccountId, type OrganizationId, parseAccountId } from '../ids.ts';
import type { Parsed } from '../parsed.ts';
import type { ExemptionRule } from '../verdict/exemption.ts';
import { settingBounds } from './bounds.ts';
import {
  type Environment,
  eventBus,
  exemptTag,
  listVariable,
  oneOfVariable,
  optionalVariable,
  organizationId,
  parseVariables,
  stackName,
  tableName,
  topicArn,
  type Variable,
  wholeVariable,
} from './environment.ts';
import { type OnReturn, type OnReturnRule, onReturnChoices, parseOnReturnRule } from './on-return.ts';

/** Settings of ingest, from its environment. Units and bounds of the numbers are in `settingBounds`. */
export interface IngestSettings {
  /** The dimension `Stack` of the metrics. */
  readonly stackName: string;
  readonly tableName: string;
  readonly resolutionMinutes: number;
  /** Days of silence after which a sighting is an awakening; exactly this many count. */
  readonly thresholdDays: number;
  readonly eventBus: string;
  /** The accounts whose events count; an empty list: the function's account. */
  readonly accounts: readonly AccountId[];
  /** The organization whose accounts send events too; undefined where none do. */
  readonly organizationId: OrganizationId | undefined;
  readonly metricsSeconds: number;
  /** The topic of notices to owners; undefined: only events are published. */
  readonly topicArn: string | undefined;
  /** What a quarantined user who calls leads to. */
  readonly onReturn: OnReturn;
  /** Other choices for single users; the first that fits counts. */
  readonly onReturnRules: readonly OnReturnRule[];
  readonly exemptions: readonly ExemptionRule[];
  /** The dead-letter queue for malformed events. */
  readonly deadLetters: 'none' | { readonly url: string };
}

const deadLetters: Variable<IngestSettings['deadLetters']> = {
  name: 'DEAD_LETTER_QUEUE_URL',
  fallback: 'none',
  parse: (text) => (text === 'none' ? text : /^https?:\/\/\S+$/.test(text) ? { url: text } : undefined),
  todo: 'give the URL of a queue',
};

/** Reads the variables; reports every wrong one. */
export function parseIngestSettings(env: Environment): Parsed<IngestSettings> {
  return parseVariables(env, {
    stackName,
    tableName,
    resolutionMinutes: wholeVariable('RESOLUTION_MINUTES', settingBounds.resolutionMinutes),
    thresholdDays: wholeVariable('THRESHOLD_DAYS', settingBounds.thresholdDays),
    eventBus,
    accounts: listVariable('ACCOUNTS', parseAccountId, 'give the 12 digits of accounts, with commas between'),
    organizationId: optionalVariable(organizationId),
    deadLetters,
    metricsSeconds: wholeVariable('METRICS_SECONDS', settingBounds.metricsSeconds),
    topicArn: optionalVariable(topicArn),
    exemptions: exemptTag,
    onReturn: oneOfVariable('ON_RETURN', onReturnChoices, 'hold'),
    onReturnRules: listVariable(
      'ON_RETURN_RULES',
      parseOnReturnRule,
      'give rules like /ci/=restore or tag:KEY=VALUE=hold, with commas between',
    ),
  });
}
