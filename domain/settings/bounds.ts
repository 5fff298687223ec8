/** The least and the greatest value of a setting, both inclusive. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/**
 * Bounds and default of every setting that is a number, whoever sets it: an option of the command line, a variable of a
 * function, a parameter of the stack. Units are in the names.
 */
export const settingBounds = {
  /** Days without activity after which a user is idle; exactly this many counts as idle. */
  thresholdDays: { default: 90, min: 1, max: 3650 },
  /** The least idle days of the users that `list` shows; no default: it shows all users. */
  idleForDays: { min: 0, max: 36_500 },
  /** The least age of the credentials that `list --keys` shows. */
  olderThanDays: { min: 0, max: 36_500 },
  /** Days until a user or credential crosses the threshold; 0 is today. */
  soonDays: { min: 0, max: 3650 },
  /** The most rows. */
  limit: { min: 1, max: 1_000_000 },
  /** Repeated sightings within this time cost no write; 0 keeps every event. At most a day, the least threshold. */
  resolutionMinutes: { default: 60, min: 0, max: 1440 },
  /** Ingest writes its metrics at most this often, unless something failed; 0: at every invocation. */
  metricsSeconds: { default: 60, min: 0, max: 3600 },
  /** Alarms for single unused users. Each costs about $0.13 a month, its two metrics of one hour a day included. */
  alarmCap: { default: 50, min: 0, max: 500 },
  /** Days from the first notice about an unused user to its quarantine. */
  noticeDays: { default: 14, min: 7, max: 90 },
  /** The most notices, and the most quarantines, of one plan. */
  noticesARun: { default: 50, min: 0, max: 500 },
  quarantinesARun: { default: 5, min: 0, max: 100 },
  /** The most quarantines, and the most deletions, in 7 days, in percent of all users; rounded up, so at least one. */
  weeklyPercent: { default: 10, min: 1, max: 100 },
  /** Days of a quarantine on which somebody listened, until the user may be deleted. */
  graceDays: { default: 30, min: 14, max: 400 },
  /** The most deletions of one plan. */
  deletesARun: { default: 3, min: 0, max: 100 },
  /** How often a queue hands out a message of a run over an organization before it keeps it as a dead letter. */
  attempts: { default: 3, min: 1, max: 10 },
} as const satisfies { readonly [setting: string]: Bounds & { readonly default?: number } };

/** A whole number within the bounds, in digits alone; undefined for anything else. */
export function parseWhole(text: string, { min, max }: Bounds): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}
