import type { Parsed } from '../parsed.ts';
import { settingBounds } from './bounds.ts';
import { type Environment, parseVariables, tableName, wholeVariable } from './environment.ts';

/** Settings of the backfill function, from its environment. */
export interface BackfillSettings {
  readonly tableName: string;
  /** A user with a sighting within this many days is not looked up. */
  readonly thresholdDays: number;
}

/** Reads the variables; reports every wrong one. */
export function parseBackfillSettings(env: Environment): Parsed<BackfillSettings> {
  const thresholdDays = wholeVariable('THRESHOLD_DAYS', settingBounds.thresholdDays);
  return parseVariables(env, { tableName, thresholdDays });
}
