import { defineConfig } from 'vitest/config';

/** For `npm run mutate`: the tests of one room, without the build that the end-to-end tests drive. */
export default defineConfig({
  test: { include: ['test/mutate.tests.ts'], setupFiles: ['test/mutate.setup.ts'], testTimeout: 60_000 },
});
