import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder of that name that is filled once a run, by the first test file that asks; the others wait until it is
 * whole. It lies below the root of the run, and nobody changes it. Throws wherever it could not be filled.
 */
export async function filledOnce(name: string, fill: (dir: string) => Promise<void>): Promise<string> {
  const dir = join(tmpdir(), name);
  const [begun, whole, failed] = ['begun', 'whole', 'failed'].map((state) => `${dir}.${state}`) as [
    string,
    string,
    string,
  ];
  if (!isFirst(begun)) {
    while (!existsSync(whole) && !existsSync(failed)) await new Promise((resolve) => setTimeout(resolve, 100));
    if (existsSync(failed)) throw new Error(readFileSync(failed, 'utf8'));
    return dir;
  }
  try {
    mkdirSync(dir);
    await fill(dir);
    writeFileSync(whole, '');
    return dir;
  } catch (error) {
    writeFileSync(failed, `${name}: ${error}`);
    throw error;
  }
}

/** Of all processes that try, one makes the folder. */
function isFirst(mark: string): boolean {
  try {
    mkdirSync(mark);
    return true;
  } catch {
    return false;
  }
}
