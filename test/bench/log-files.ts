import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The log files of a folder and of all below it, in order. */
export function logFiles(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /_CloudTrail_.*\.json\.gz$/.test(name))
    .map((name) => join(folder, name))
    .sort();
}
