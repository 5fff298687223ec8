import { readFile } from 'node:fs/promises';
import { build, transform } from 'esbuild';

const folder = 'handlers/report/html';

/** The page's style and script, small, as the constants that handlers/report/html/page-assets.ts declares. */
export async function pageAssets() {
  const [style, script] = await Promise.all([pageStyle(), pageScript()]);
  return { PAGE_STYLE: JSON.stringify(style), PAGE_SCRIPT: JSON.stringify(script) };
}

async function pageStyle() {
  const source = await readFile(`${folder}/page.css`, 'utf8');
  return (await transform(source, { loader: 'css', minify: true })).code.trim();
}

/** What runs in the page is written in browser/, with types, and becomes one script. */
async function pageScript() {
  const { outputFiles } = await build({
    entryPoints: [`${folder}/browser/main.ts`],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0].text.trim();
}
