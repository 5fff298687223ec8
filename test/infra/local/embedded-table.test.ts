import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { userEntry } from '../../../domain/sightings/entry.ts';
import { exitOf } from '../../../handlers/cli/failure.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { account } from '../../domain/builders.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { bob, fill } from './filled-table.ts';

let dir: string;
beforeEach(() => {
  dir = temporaryFolder();
});

const accountsIn = async (folder: string) => {
  const table = await openEmbeddedTable(folder, 'existing');
  return table.accounts().finally(() => table.close());
};

const scanned = async (folder: string) => {
  const table = await openEmbeddedTable(folder, 'create');
  await table.apply({ kind: 'account', accountId: account() }).finally(() => table.close());
};

describe('a data folder', () => {
  it('remembers when it is opened again', async () => {
    await scanned(dir);
    expect(await accountsIn(dir)).toEqual([account()]);
  });

  it('is made with the folders that lead to it', async () => {
    await scanned(join(dir, 'a', 'b'));
    expect(await accountsIn(join(dir, 'a', 'b'))).toEqual([account()]);
  });

  it('that lost a file of its table is refused, and not begun anew', async () => {
    await scanned(dir);
    await rm(join(dir, 'entries', 'CURRENT'));
    for (const mode of ['create', 'existing'] as const) {
      await expect(openEmbeddedTable(dir, mode)).rejects.toThrow(/cannot be used as data folder: .*does not exist/);
    }
  });

  it('whose table is damaged says so, and no account is read from it', async () => {
    await scanned(dir);
    await accountsIn(dir);
    const [file = ''] = (await readdir(join(dir, 'entries'))).filter((name) => name.endsWith('.ldb'));
    const path = join(dir, 'entries', file);
    await writeFile(path, (await readFile(path)).fill(7, 0, 60));
    const table = await openEmbeddedTable(dir, 'existing');
    const damage = await table.readAccount(account()).catch((error: unknown) => error);
    await table.close();
    expect(exitOf(damage)).toMatchObject({
      exitCode: 2,
      lines: [expect.stringMatching(/^the table in the data folder cannot be used: Corruption: .*; bring back a copy/)],
    });
  });

  it('is for one at a time, and free again when that one has closed it', async () => {
    const first = await openEmbeddedTable(dir, 'create');
    await expect(openEmbeddedTable(dir, 'create')).rejects.toMatchObject({ name: 'DataFolderError', mayPass: true });
    await expect(openEmbeddedTable(dir, 'existing')).rejects.toMatchObject({ mayPass: true });
    await first.close();
    await scanned(dir);
  });

  it.each([
    { what: 'of a newer version', text: '{"format":3}\n', says: /newer version/ },
    { what: 'of something else', text: '{"version":1}\n', says: /not a Lastseen data folder/ },
    { what: 'that is no JSON', text: 'half', says: /not a Lastseen data folder/ },
  ])('is refused and left as it was where it is $what', async ({ text, says }) => {
    await writeFile(join(dir, 'lastseen.json'), text);
    for (const mode of ['create', 'existing'] as const) {
      await expect(openEmbeddedTable(dir, mode)).rejects.toMatchObject({
        message: expect.stringMatching(says),
        mayPass: false,
      });
    }
    expect(await readdir(dir)).toEqual(['lastseen.json']);
    expect(await readFile(join(dir, 'lastseen.json'), 'utf8')).toBe(text);
  });

  it('is asked for and not made where only an earlier scan could have made it', async () => {
    await expect(openEmbeddedTable(join(dir, 'never'), 'existing')).rejects.toThrow(/nothing was scanned/);
    expect(await readdir(dir)).toEqual([]);
  });

  it('says its format once, in a file that appears whole', async () => {
    await scanned(dir);
    expect((await readdir(dir)).sort()).toEqual(['entries', 'lastseen.json']);
    expect(JSON.parse(await readFile(join(dir, 'lastseen.json'), 'utf8'))).toEqual({ format: 2 });
  });
});

describe('what is asked of one user', () => {
  it('is read from that user alone', async () => {
    const table = await openEmbeddedTable(dir, 'create');
    await fill(table);
    const { lastSeen, assessments } = await table.readUsers(account(), 'bob');
    await table.close();
    expect([...lastSeen.keys()]).toEqual([userEntry(bob)]);
    expect([...assessments.values()].map(({ user: { userName } }) => userName)).toEqual(['bob']);
  });
});
