/** Settings of the function that takes approvals, from its environment. */

import { both, mapParsed, type Parsed } from '../../parsed.ts';
import { type Environment, listVariable, parseVariables } from '../../settings/environment.ts';
import { type LifecycleFunctionSettings, parseLifecycleFunctionSettings } from './function-settings.ts';

/** What the function is told: the settings of the functions that plan and act, so that it knows the same steps. */
export type ApproveSettings = Pick<LifecycleFunctionSettings, 'tableName' | 'thresholdDays' | 'settings'> & {
  /** ARNs of the roles that plan and act: they approve nothing. */
  readonly actingRoles: readonly string[];
};

const roleArn = /^arn:aws[a-z-]*:iam::\d{12}:role\/[!-~]{1,576}$/;

/** Reads the variables; reports every wrong one. */
export function parseApproveSettings(env: Environment): Parsed<ApproveSettings> {
  const roles = listVariable('ACTING_ROLES', (text) => (roleArn.test(text) ? text : undefined), 'give ARNs of roles');
  const own = parseVariables<Pick<ApproveSettings, 'actingRoles'>>(env, { actingRoles: roles });
  return mapParsed(both(parseLifecycleFunctionSettings(env), own), ([shared, { actingRoles }]) => {
    const { tableName, thresholdDays, settings } = shared;
    return { tableName, thresholdDays, settings, actingRoles };
  });
}
