import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { beforeEach, describe, expect, it } from 'vitest';
import { tableDefinition } from '../../../infra/aws/dynamodb/table-definition.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { account } from '../../domain/builders.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

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

/** Leaves what a process leaves that was killed between asking for the table and its becoming active. */
async function halfMadeTable(folder: string): Promise<void> {
  const server = dynalite({ path: join(folder, 'table'), createTableMs: 3_600_000 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });
  await client.send(new CreateTableCommand(tableDefinition('lastseen')));
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

describe('a data folder', () => {
  it('remembers when it is opened again', async () => {
    await scanned(dir);
    expect(await accountsIn(dir)).toEqual([account()]);
  });

  it('is made with the folders that lead to it', async () => {
    await scanned(join(dir, 'a', 'b'));
    expect(await accountsIn(join(dir, 'a', 'b'))).toEqual([account()]);
  });

  it('serves again after its table was left half made', async () => {
    await scanned(join(dir, 'model'));
    await halfMadeTable(dir);
    await writeFile(join(dir, 'lastseen.json'), await readFile(join(dir, 'model', 'lastseen.json')));
    await scanned(dir);
    expect(await accountsIn(dir)).toEqual([account()]);
  });

  it('is for one at a time, and free again when that one has closed it', async () => {
    const first = await openEmbeddedTable(dir, 'create');
    await expect(openEmbeddedTable(dir, 'create')).rejects.toMatchObject({ name: 'DataFolderError', mayPass: true });
    await expect(openEmbeddedTable(dir, 'existing')).rejects.toMatchObject({ mayPass: true });
    await first.close();
    await scanned(dir);
  });

  it.each([
    { what: 'of a newer version', text: '{"format":2}\n', says: /newer version/ },
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
    expect((await readdir(dir)).sort()).toEqual(['lastseen.json', 'lock', 'table']);
    expect(JSON.parse(await readFile(join(dir, 'lastseen.json'), 'utf8'))).toEqual({ format: 1 });
  });
});
