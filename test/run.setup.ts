import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNurseries } from './fakes/moto/nursery.ts';

/**
 * Builds the command line once, so that the tests run what users run. All temporary files of the run, including those
 * of the programs that it starts, lie below one root. The returned function removes it.
 */
export async function setup(): Promise<() => Promise<void>> {
  const root = mkdtempSync(join(tmpdir(), 'lastseen-tests-'));
  process.env['TMPDIR'] = root;
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  const stopNurseries = await startNurseries(root);
  return async () => {
    await stopNurseries();
    rmSync(root, { recursive: true, force: true });
  };
}
