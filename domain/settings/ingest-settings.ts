import type { Parsed } from '../parsed.ts';
import { settingBounds } from './bounds.ts';
import { type Environment, eventBus, parseVariables, tableName, wholeVariable } from './environment.ts';

/** Settings of ingest, from its environment. Units and bounds of the numbers are in `settingBounds`. */
export interface IngestSettings {
  readonly tableName: string;
  readonly resolutionMinutes: number;
  /** Days of silence after which a sighting is an awakening; exactly this many count. */
  readonly thresholdDays: number;
  readonly eventBus: string;
  readonly metricsSeconds: number;
}

/** Reads the variables; reports every wrong one. */
export function parseIngestSettings(env: Environment): Parsed<IngestSettings> {
  return parseVariables(env, {
    tableName,
    resolutionMinutes: wholeVariable('RESOLUTION_MINUTES', settingBounds.resolutionMinutes),
    thresholdDays: wholeVariable('THRESHOLD_DAYS', settingBounds.thresholdDays),
    eventBus,
    metricsSeconds: wholeVariable('METRICS_SECONDS', settingBounds.metricsSeconds),
  });
}
