import { spawnSync } from 'node:child_process';

/** Whether a program is on this machine and starts; tests that need it are skipped by name where it is not. */
export function isInstalled(program: string, flag = '--version'): boolean {
  return spawnSync(program, [flag]).status === 0;
}
