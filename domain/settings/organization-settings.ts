import { type OrganizationId, parseRegion, type Region } from '../ids.ts';
import type { Parsed } from '../parsed.ts';
import type { ExemptionRule } from '../verdict/exemption.ts';
import { settingBounds } from './bounds.ts';
import {
  type Environment,
  eventBus,
  exemptTag,
  listVariable,
  organizationId,
  parseVariables,
  stackName,
  tableName,
  textVariable,
  topicArn,
  wholeVariable,
  yesOrNo,
} from './environment.ts';

/** Settings of the functions of an organization, from their environment. */
export interface OrganizationFunctionSettings {
  readonly organizationId: OrganizationId;
  readonly stackName: string;
  readonly tableName: string;
  readonly topicArn: string;
  readonly thresholdDays: number;
  readonly exemptions: readonly ExemptionRule[];
  readonly eventBus: string;
  /** The queue of the run's messages. */
  readonly queueUrl: string;
  /** The path and the name of the role in each account: `/lastseen/lastseen-member`. */
  readonly memberRole: string;
  /** How often the queue hands out a message before it keeps it as a dead letter. */
  readonly attempts: number;
  readonly serviceLastAccessed: boolean;
  /** The Region where the functions run; Lambda sets it. */
  readonly home: Region;
  /** Regions whose watch must be proven; an empty list: all enabled Regions of each account. */
  readonly regions: readonly Region[];
}

/** Reads the variables; reports every wrong one. */
export function parseOrganizationFunctionSettings(env: Environment): Parsed<OrganizationFunctionSettings> {
  return parseVariables(env, {
    organizationId,
    stackName,
    tableName,
    topicArn,
    thresholdDays: wholeVariable('THRESHOLD_DAYS', settingBounds.thresholdDays),
    exemptions: exemptTag,
    eventBus,
    queueUrl: textVariable('QUEUE_URL', /^https?:\/\/[\x21-\x7e]{1,500}$/, 'give the URL of the queue'),
    memberRole: textVariable(
      'MEMBER_ROLE',
      /^\/(?:[\w+=,.@-]{1,64}\/)*[\w+=,.@-]{1,64}$/,
      'give the path and name of the role in each account, like /lastseen-member',
    ),
    attempts: wholeVariable('ATTEMPTS', settingBounds.attempts),
    serviceLastAccessed: yesOrNo('SERVICE_LAST_ACCESSED', 'yes'),
    home: { name: 'AWS_REGION', parse: parseRegion, todo: 'give the Region that the functions run in' },
    regions: listVariable('REGIONS', parseRegion, 'give Regions with commas between, like eu-west-1,us-east-1'),
  });
}
