import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareSampleFolder } from '../../../handlers/cli/sample-folder.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const root = temporaryFolder();
let folders = 0;
const newFolder = () => join(root, `${folders++}`);
const put = (dir: string, file: string) => {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), 'mine');
};

describe('the folder of the sample', () => {
  it.each(['AWSLogs/111122223333/log.json', 'credential-report.csv', 'notes.txt'])(
    'is refused, and nothing of it touched, where it holds %s',
    async (file) => {
      const dir = newFolder();
      put(dir, file);
      await expect(prepareSampleFolder(dir, { seed: 1 })).rejects.toThrow(/holds files that are not of a sample/);
      expect(readFileSync(join(dir, file), 'utf8')).toBe('mine');
    },
  );

  it('may be new, deep, or empty', async () => {
    const deep = join(newFolder(), 'a', 'b');
    await prepareSampleFolder(deep, { seed: 1 });
    const empty = newFolder();
    mkdirSync(empty);
    await prepareSampleFolder(empty, { seed: 1 });
    expect([deep, empty].map((dir) => existsSync(join(dir, 'lastseen-sample.json')))).toEqual([true, true]);
  });

  it('keeps its table for the same sample, and starts a new one for another', async () => {
    const dir = newFolder();
    await prepareSampleFolder(dir, { seed: 1 });
    put(dir, 'table/data');
    put(dir, 'AWSLogs/old.json');
    await prepareSampleFolder(dir, { seed: 1 });
    expect([existsSync(join(dir, 'table')), existsSync(join(dir, 'AWSLogs'))]).toEqual([true, false]);
    await prepareSampleFolder(dir, { seed: 2 });
    expect(existsSync(join(dir, 'table'))).toBe(false);
  });

  it('that is a file is refused in words', async () => {
    put(root, 'file');
    await expect(prepareSampleFolder(join(root, 'file'), {})).rejects.toThrow(/--dir .*file: /);
  });
});
