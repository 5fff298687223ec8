import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CliRun } from '../run-cli.ts';

/** Where any of these secrets stands: in what a command printed, or in a file below its folder. */
export function leaksOf(secrets: readonly string[], { stdout, stderr }: CliRun, folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const places = files.map((entry) => join(entry.parentPath, entry.name));
  const texts: [string, Buffer][] = places.map((path) => [path, readFileSync(path)]);
  const all: [string, Buffer][] = [['stdout', Buffer.from(stdout)], ['stderr', Buffer.from(stderr)], ...texts];
  return all.flatMap(([place, bytes]) => secrets.flatMap((secret) => (bytes.includes(secret) ? [place] : [])));
}
