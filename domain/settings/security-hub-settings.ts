import { parseRegion, type Region } from '../ids.ts';
import type { Parsed } from '../parsed.ts';
import { type Environment, parseVariables, tableName } from './environment.ts';

/** Settings of the function that imports findings into Security Hub, from its environment. */
export interface SecurityHubSettings {
  readonly tableName: string;
  /** The Region whose Security Hub takes the findings: the function's own. Lambda sets it. */
  readonly home: Region;
}

/** Reads the variables; reports every wrong one. */
export function parseSecurityHubSettings(env: Environment): Parsed<SecurityHubSettings> {
  return parseVariables(env, {
    tableName,
    home: { name: 'AWS_REGION', parse: parseRegion, todo: 'give the Region that the function runs in' },
  });
}
