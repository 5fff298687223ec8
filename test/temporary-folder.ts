import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/**
 * A new folder that is removed after the tests of the file. It lies below the root of the run, which `run.setup.ts`
 * removes.
 */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'test-'));
  made.push(dir);
  return dir;
}

/** For `file.setup.ts`: removes what the tests of the file made. */
export function removeTemporaryFolders(): void {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
}
