import { build } from 'esbuild';

// The scan with its packages inside, as dist/ ships it: else loading packages that it does not use would count as its
// time. DuckDB alone stays outside: it has a compiled part for each platform.
await build({
  entryPoints: { bench: 'test/bench/archive.ts', 'trail-worker': 'infra/trail/threads/trail-worker.ts' },
  outdir: 'dist/bench',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['@duckdb/node-api', 'classic-level'],
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
});
