import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

afterAll(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

/**
 * A new folder that is gone when the tests of the file are done. It lies below the root of this run, which goes with all
 * that is in it (`run.setup.ts`).
 */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'test-'));
  made.push(dir);
  return dir;
}
