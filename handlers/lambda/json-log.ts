/** A log of JSON lines. */

/** The levels by Lambda's names, the least severe first. */
const levels: readonly string[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

type Level = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

export type JsonLog = (level: Level, message: string, fields: { readonly [field: string]: unknown }) => void;

/**
 * A log of one JSON line for each call, with the `timestamp` and `level` that Lambda reads. Lines below the `least`
 * level, which Lambda sets as AWS_LAMBDA_LOG_LEVEL, are not written; INFO where it is not set. Written by hand, because
 * a logging library would be a twentieth of the bundle. Source:
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export function jsonLog(least: string | undefined): JsonLog {
  const threshold = levels.indexOf(least !== undefined && levels.includes(least) ? least : 'INFO');
  return (level, message, fields) => {
    if (levels.indexOf(level) < threshold) return;
    const line = { timestamp: new Date().toISOString(), level, message, ...fields };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
}
