import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest: one that begins last would keep a single worker busy. The stack is packaged by the first
 * file that needs it, so the two others that do come later.
 */
const longest = [
  'test/stack/stack.test.ts',
  'test/e2e/archive-refusals.test.ts',
  'test/e2e/archive.test.ts',
  'test/infra/trail/threads/trail-readers.test.ts',
  'test/infra/trail/scanner/record-scanner.test.ts',
  'test/e2e/live.test.ts',
  'test/e2e/aws.test.ts',
  'test/e2e/doctor.test.ts',
  'test/e2e/organization/organization.test.ts',
  'test/e2e/same-answer.test.ts',
  'test/handlers/archive/archive-laws.test.ts',
];

/** Puts the longest files first, and leaves the order of the others as it is. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
