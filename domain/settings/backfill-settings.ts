import { type IngestSettings, parseIngestSettings } from './ingest-settings.ts';

/** Settings of the backfill function; it is told what ingest is told, and needs less of it. */
export type BackfillSettings = Pick<IngestSettings, 'tableName' | 'thresholdDays'>;

/** Reads the variables, or tells of every wrong one what is wrong. */
export function parseBackfillSettings(env: {
  readonly [variable: string]: string | undefined;
}): BackfillSettings | { readonly problems: readonly string[] } {
  const parsed = parseIngestSettings(env);
  if ('problems' in parsed) return parsed;
  const { tableName, thresholdDays } = parsed;
  return { tableName, thresholdDays };
}
