import { defineConfig } from 'vitest/config';

/** For `npm run mutate`: the tests of the domain alone, without the build that the end-to-end tests drive. */
export default defineConfig({
  test: { include: ['test/domain/**/*.test.ts'], setupFiles: ['test/mutate.setup.ts'], testTimeout: 60_000 },
});
