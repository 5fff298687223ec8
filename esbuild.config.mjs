import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { pageAssets } from './page-assets.mjs';

// Builds dist/: the command with every package that it needs, so that it installs small and starts fast. classic-level
// alone stays outside: it has a compiled part for each platform.
const outdir = 'dist';
const licenceFile = 'THIRD-PARTY-LICENSES.txt';

// Packages that are not ES modules ask for Node's own modules with `require`.
const require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

const { metafile } = await build({
  entryPoints: {
    lastseen: 'handlers/cli/main.ts',
    deploy: 'handlers/deploy/main.ts',
    'trail-worker': 'infra/trail/threads/trail-worker.ts',
  },
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['classic-level'],
  define: await pageAssets(),
  minifySyntax: true,
  minifyWhitespace: true,
  banner: { js: `#!/usr/bin/env node\n${require}` },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
await writeFile(join(outdir, licenceFile), await licencesOf(Object.keys(metafile.inputs)));
await removeStale(Object.keys(metafile.outputs));
// npm sets the bit when it installs; in the clone, `npx lastseen` runs the file as it is.
await chmod(join(outdir, 'lastseen.js'), 0o755);

/** The licences of the packages that are in the bundle: each text once, below the packages that it is of. */
async function licencesOf(inputs) {
  const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
  const packagesByText = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const text = (await licenceTextIn(folder)) ?? 'The package has no file with its licence.';
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const parts = [...packagesByText].map(([text, packages]) => `${packages.join('\n')}\n\n${text}\n`);
  return `dist/ contains the following packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

async function licenceTextIn(folder) {
  const files = (await readdir(folder)).filter((name) => /^(?:licen[cs]e|copying|notice)/i.test(name)).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.length === 0 ? undefined : texts.map((text) => text.trim()).join('\n\n');
}

/** Chunks are named after their content: those of an earlier build would stay and be packed. */
async function removeStale(outputs) {
  const kept = new Set(outputs);
  const files = (await readdir(outdir)).filter((name) => name.endsWith('.js'));
  for (const name of files) if (!kept.has(`${outdir}/${name}`)) await rm(join(outdir, name), { force: true });
}
