import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Whether a program is on this machine and starts; tests that need it are skipped by name where it is not. The first
 * file that asks starts it, and leaves the answer to the others of the run: some programs take seconds to start.
 */
export function isInstalled(program: string, flag = '--version'): boolean {
  const known = join(tmpdir(), `installed-${program}`);
  try {
    return readFileSync(known, 'utf8') === 'yes';
  } catch {
    const starts = spawnSync(program, [flag], { stdio: 'ignore' }).status === 0;
    writeFileSync(`${known}.${process.pid}`, starts ? 'yes' : 'no');
    renameSync(`${known}.${process.pid}`, known);
    return starts;
  }
}
