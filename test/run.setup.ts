import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Builds the command line once, so that the tests run what users run. All temporary files of the run, including those
 * of the programs that it starts, lie below one root. The returned function removes it.
 */
export function setup(): () => void {
  const root = mkdtempSync(join(tmpdir(), 'lastseen-tests-'));
  process.env['TMPDIR'] = root;
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  return () => rmSync(root, { recursive: true, force: true });
}
