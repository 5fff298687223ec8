import type { AccountId, OrganizationId } from '../ids.ts';
import type { Parsed } from '../parsed.ts';
import { parseAnyAccountId } from '../provider.ts';
import { settingBounds } from './bounds.ts';
import {
  type Environment,
  listVariable,
  organizationId,
  parseVariables,
  textVariable,
  wholeVariable,
} from './environment.ts';
import { type JudgingSettings, judgingVariables } from './judging-settings.ts';

/** Settings of the functions of an organization, from their environment. */
export interface OrganizationFunctionSettings extends JudgingSettings {
  readonly organizationId: OrganizationId;
  /** The queue of the run's messages. */
  readonly queueUrl: string;
  /** The path and the name of the role in each account: `/lastseen/lastseen-member`. */
  readonly memberRole: string;
  /** Tenants of other providers whose daily runs are of the same stack. */
  readonly tenants: readonly AccountId[];
  /** How often the queue hands out a message before it keeps it as a dead letter. */
  readonly attempts: number;
}

/** Reads the variables; reports every wrong one. */
export function parseOrganizationFunctionSettings(env: Environment): Parsed<OrganizationFunctionSettings> {
  return parseVariables(env, {
    ...judgingVariables,
    organizationId,
    queueUrl: textVariable('QUEUE_URL', /^https?:\/\/[\x21-\x7e]{1,500}$/, 'give the URL of the queue'),
    memberRole: textVariable(
      'MEMBER_ROLE',
      /^\/(?:[\w+=,.@-]{1,64}\/)*[\w+=,.@-]{1,64}$/,
      'give the path and name of the role in each account, like /lastseen-member',
    ),
    tenants: listVariable('TENANTS', parseAnyAccountId, 'give the ids of tenants, with commas between'),
    attempts: wholeVariable('ATTEMPTS', settingBounds.attempts),
  });
}
