import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { Contender } from './contenders.ts';

/** What one contender took for one folder; what could not be measured is NaN. */
export interface Run {
  readonly seconds: number;
  /** Of all cores together, the children's too. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly answer: string;
}

/**
 * Runs each contender in a process of its own. Ours reports its peak and CPU time itself; `time` does for the others,
 * where it is installed.
 */
export function run({ command, name }: Contender, folder: string): Run {
  const [program, ...args] = command(folder);
  const isTimed = program !== process.execPath && existsSync('/usr/bin/time');
  const began = performance.now();
  const [executable, ...rest] = isTimed
    ? ['/usr/bin/time', '-f', 'peak %M cpu %U %S', program, ...args]
    : [program, ...args];
  const ended = spawnSync(executable as string, rest, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const seconds = (performance.now() - began) / 1000;
  if (ended.status !== 0) throw new Error(`${name} failed: ${ended.stderr}`);
  const [, peak, user, system] = /peak (\S+) cpu (\S+) (\S+)/.exec(ended.stderr) ?? [];
  const answer = ended.stdout.trim().split('\n').sort().join('\n');
  return { seconds, cpuSeconds: Number(user) + Number(system), peakMb: Number(peak) / 1024, answer };
}

/** The one of the middle time. */
export function median(runs: readonly Run[]): Run {
  return [...runs].sort((a, b) => a.seconds - b.seconds)[runs.length >> 1] as Run;
}

/** Whether such a program can be started at all. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}
