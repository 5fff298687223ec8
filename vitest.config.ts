import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { pageAssets } from './page-assets.mjs';
import { LongestFirst } from './test/longest-first.ts';

/** Where to leave the counts, for the closing line of `.ci/run`. */
const report = process.env['LASTSEEN_TEST_REPORT'];

export default defineConfig({
  define: await pageAssets(),
  test: {
    // Tests often wait: for servers to start, for a pace to be kept. So there is one worker more than cores.
    maxWorkers: availableParallelism() + 1,
    include: ['test/**/*.test.{ts,tsx}'],
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/run.setup.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    // Long enough for a machine that does much else beside.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
