import type { Parsed } from '../parsed.ts';
import { type Environment, parseVariables, tableName } from './environment.ts';

/** Settings of the function behind the dashboard's widget, from its environment. */
export interface WidgetSettings {
  readonly tableName: string;
}

/** Reads the variables; reports every wrong one. */
export function parseWidgetSettings(env: Environment): Parsed<WidgetSettings> {
  return parseVariables(env, { tableName });
}
