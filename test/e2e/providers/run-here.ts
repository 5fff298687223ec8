import { vi } from 'vitest';
import { runLastseen } from '../../../handlers/cli/run-lastseen.ts';
import type { CliRun } from '../run-cli.ts';

/** Runs a command in this process with these variables, and answers what it printed. */
export async function runHere(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<CliRun> {
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text, ...rest) => {
      printed[name] += `${text}`;
      for (const each of rest) if (typeof each === 'function') each();
      return true;
    });
  }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    return { code: await runLastseen(args, 'lastseen'), ...printed };
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}
