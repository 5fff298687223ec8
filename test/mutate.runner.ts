import { type RunnerTestFile, TestRunner } from 'vitest';

/**
 * Stryker counts failed tests alone. A mutant that breaks a table of examples leaves a file without a test, and would
 * survive. Here the file's error ends the run instead, and Stryker counts the mutant as one that cannot run at all.
 */
// biome-ignore lint/style/noDefaultExport: Vitest loads a runner by it.
export default class extends TestRunner {
  onCollected(files: readonly RunnerTestFile[]): void {
    const broken = files.find(({ result }) => result?.state === 'fail');
    if (broken !== undefined) throw new Error(`${broken.name} cannot be collected`);
  }
}
