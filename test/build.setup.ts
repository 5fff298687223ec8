import { execFileSync } from 'node:child_process';

/** Builds the command line once, so that the tests drive what users run. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
