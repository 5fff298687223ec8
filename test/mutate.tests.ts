import { readdirSync } from 'node:fs';
import { expect, it, TestRunner } from 'vitest';

/**
 * The tests of one room of the domain as one file: a mutant then costs one thread and one import of the modules. A
 * room's mutants meet its own tests alone, so that each room is held where it is read.
 */
const room = process.env['MUTATED_ROOM'] ?? '';
const folder = new URL(`./domain/${room}/`, import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
const broken: unknown[] = [];

for (const file of files) await import(`${folder.pathname}${file}`).catch((error: unknown) => broken.push(error));

it('every test file of the room named by MUTATED_ROOM can be loaded, with its tables of examples', () => {
  expect(files.length).toBeGreaterThan(0);
  expect(broken).toEqual([]);
});

/**
 * Stryker counts failed tests alone. A mutant that breaks a table of examples would leave this file without a test, and
 * survive. So each `describe` is collected here, and the test above fails by the error of one that cannot be.
 */
const suite = TestRunner.getCurrentSuite();
for (const task of suite.tasks.splice(0)) {
  if (task.type !== 'collector') suite.tasks.push(task);
  else
    await task.collect(suite.file).then(
      (collected) => suite.tasks.push(collected),
      (error: unknown) => broken.push(error),
    );
}
