import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openLogStream } from '../../../handlers/sample/log-stream.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const dir = temporaryFolder();

it('writes what it is given, however long, and tells its length in bytes and its hash', async () => {
  const path = join(dir, 'deep', 'er', 'log.json.gz');
  const stream = openLogStream(path);
  const line = `${'é'.repeat(500)}\n`;
  for (let count = 0; count < 10_000; count++) {
    stream.write(line);
    if (stream.isFull()) await stream.drained();
  }
  const hash = createHash('sha256').update(line.repeat(10_000)).digest('hex');
  expect(await stream.end()).toEqual({ rawBytes: 10_000 * 1001, hash });
  expect(gunzipSync(await readFile(path)).toString('utf8')).toBe(line.repeat(10_000));
});

it('carries no time in its header', async () => {
  const path = join(dir, 'empty.json.gz');
  await openLogStream(path).end();
  expect((await readFile(path)).subarray(4, 8)).toEqual(Buffer.alloc(4));
});

it('says at its end that the file cannot be written, and keeps nobody waiting until then', async () => {
  const path = join(dir, 'a-folder');
  await mkdir(path);
  const stream = openLogStream(path);
  stream.write('x'.repeat(4 * 1024 * 1024));
  await Promise.allSettled([stream.drained()]);
  stream.write('x'.repeat(4 * 1024 * 1024));
  await Promise.allSettled([stream.drained()]);
  await expect(stream.end()).rejects.toThrow('EISDIR');
});
