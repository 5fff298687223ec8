import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { account } from '../../domain/builders.ts';
import { startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { dumpOf, dumpOfFilled, fill } from './filled-table.ts';
import { writeFormerFolder } from './former-data-folder.ts';

let dir: string;
beforeEach(() => {
  dir = temporaryFolder();
});

describe('a data folder of format 1', () => {
  it('is taken over as it was, with what it remembers of archives', async () => {
    await writeFormerFolder(dir, fill);
    const expected = await dumpOfFilled();
    expect(await dumpOf(dir)).toEqual(expected);
    expect((await readdir(dir)).sort()).toEqual(['entries', 'lastseen.json']);
    expect(await dumpOf(dir)).toEqual(expected);
  });

  it('is taken over whole when that was interrupted', async () => {
    await writeFormerFolder(dir, fill);
    const expected = await dumpOfFilled();
    const copy = join(temporaryFolder(), 'copy');
    await cp(dir, copy, { recursive: true });
    await dumpOf(copy);
    for (const folder of ['table', 'lastseen.json'])
      await cp(join(dir, folder), join(copy, folder), { recursive: true });
    expect(await dumpOf(copy)).toEqual(expected);
  });

  it('holds nothing where it was killed before its table was made', async () => {
    await mkdir(join(dir, 'lock'));
    await writeFile(join(dir, 'lastseen.json'), '{"format":1}\n');
    expect((await dumpOf(dir)).accounts).toEqual([]);
    const table = await openEmbeddedTable(dir, 'create');
    await fill(table).finally(() => table.close());
    expect((await dumpOf(dir)).accounts).toEqual([account()]);
  });

  it('is left alone while a version of that time is using it', async () => {
    await writeFormerFolder(dir, fill);
    const { stop } = await startEmbeddedDynamodb(join(dir, 'table'));
    await expect(openEmbeddedTable(dir, 'create').finally(stop)).rejects.toMatchObject({ mayPass: true });
    expect(JSON.parse(await readFile(join(dir, 'lastseen.json'), 'utf8'))).toEqual({ format: 1 });
    expect(await dumpOf(dir)).toEqual(await dumpOfFilled());
  });
});
