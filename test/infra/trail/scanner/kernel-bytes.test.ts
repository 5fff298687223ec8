import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../temporary-folder.ts';

const options = '--runtime stub --optimizeLevel 3 --shrinkLevel 0 --noAssert --converge --enable simd --use abort=';
const pages = '--initialMemory 343 --maximumMemory 343';

it('the kernel that is shipped is what its source compiles to; npm run build:kernel writes it anew', async () => {
  const outFile = join(temporaryFolder(), 'kernel.wasm');
  const { error, stderr } = await asc.main([
    'infra/trail/scanner/kernel/kernel.ts',
    '--outFile',
    outFile,
    ...options.split(' '),
    ...pages.split(' '),
  ]);
  expect(error, stderr.toString()).toBeNull();
  const base64 = (await readFile(outFile)).toString('base64');
  const module = `/** The kernel of \`kernel/\`, compiled; \`npm run build:kernel\` writes it anew. Base64 of WebAssembly. */
export const kernelBytes =
  '${base64}';
`;
  await expect(module).toMatchFileSnapshot('../../../../infra/trail/scanner/kernel-bytes.ts');
});
