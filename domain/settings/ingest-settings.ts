/** Settings of ingest as its environment has them. */
export interface IngestSettings {
  readonly tableName: string;
  /** Repeated sightings within so many minutes cost no write; 0 keeps every event. At most a day, the least threshold. */
  readonly resolutionMinutes: number;
  /** Days of silence after which a sighting is an awakening; exactly so many count. */
  readonly thresholdDays: number;
  readonly eventBus: string;
  /** Metrics are written at most so often, in seconds, unless something failed; 0 for every invocation. */
  readonly metricsSeconds: number;
}

type Environment = { readonly [variable: string]: string | undefined };

/** Reads the variables, or tells of every wrong one what is wrong. One that is empty is not set. */
export function parseIngestSettings(env: Environment): IngestSettings | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const problem = (name: string, text: string | undefined, wanted: string) =>
    problems.push(`${name}${text === undefined ? ' is not set' : `=${text}`}: ${wanted}`);
  const textOf = (name: string, fallback?: string) => env[name] || fallback;
  const name = (variable: string, pattern: RegExp, wanted: string, fallback?: string) => {
    const text = textOf(variable, fallback);
    if (text === undefined || !pattern.test(text)) problem(variable, text, wanted);
    return text ?? '';
  };
  const whole = (variable: string, fallback: string, min: number, max: number) => {
    const text = textOf(variable, fallback) ?? '';
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) problem(variable, text, `give a whole number from ${min} to ${max}`);
    return value;
  };
  const settings = {
    tableName: name('TABLE_NAME', /^[\w.-]{3,255}$/, 'give the name of the table'),
    resolutionMinutes: whole('RESOLUTION_MINUTES', '60', 0, 1440),
    thresholdDays: whole('THRESHOLD_DAYS', '90', 1, 3650),
    eventBus: name('EVENT_BUS', /^[\w./:-]{1,1600}$/, 'give the name or ARN of an event bus', 'default'),
    metricsSeconds: whole('METRICS_SECONDS', '60', 0, 3600),
  };
  return problems.length > 0 ? { problems } : settings;
}
