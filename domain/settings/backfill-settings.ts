import type { Parsed } from '../parsed.ts';
import { settingBounds } from './bounds.ts';
import { type Environment, parseVariables, tableName, wholeVariable } from './environment.ts';

/** Settings of the backfill function as its environment has them. */
export interface BackfillSettings {
  readonly tableName: string;
  /** Users whom the table has seen since so many days are not looked up. */
  readonly thresholdDays: number;
}

/** Reads the variables, or names every wrong one. */
export function parseBackfillSettings(env: Environment): Parsed<BackfillSettings> {
  const thresholdDays = wholeVariable('THRESHOLD_DAYS', settingBounds.thresholdDays);
  return parseVariables(env, { tableName, thresholdDays });
}
