import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { pageAssets } from './page-assets.mjs';
import { LongestFirst } from './test/longest-first.ts';
import { ownProcessFiles } from './test/own-process.ts';

/** Where to leave the counts, for the closing line of `.ci/run`. */
const report = process.env['LASTSEEN_TEST_REPORT'];

const apart = ownProcessFiles();
const define = await pageAssets();
const each = {
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  setupFiles: ['test/file.setup.ts'],
  // Long enough for a machine that does much else beside.
  testTimeout: 240_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    // Tests often wait: for servers to start, for a pace to be kept. So there is one worker more than cores.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/run.setup.ts'],
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      { define: { ...define }, test: { ...each, name: 'apart', include: apart } },
      {
        define: { ...define },
        test: {
          ...each,
          name: 'together',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...apart],
          isolate: false,
        },
      },
    ],
  },
});
