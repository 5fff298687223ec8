import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FoundDigest } from '../../../domain/digests/check-digests.ts';
import type { PublicKeys } from '../../../domain/digests/public-key.ts';
import { withKeptKeys } from '../../../handlers/verify/kept-keys.ts';
import { NoPublicKeys } from '../../../handlers/verify/prove-trail.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { soundWorld } from '../../domain/digests/signed-world.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const { digests, keys } = soundWorld(false);
const other = new Map([...keys, ['of another Region', 'unused']]);
const noKeys = async (): Promise<PublicKeys> => {
  throw new NoPublicKeys('give --public-keys');
};

describe('public keys of an earlier run', () => {
  let table: Awaited<ReturnType<typeof openEmbeddedTable>>;
  const open = async () => openEmbeddedTable(temporaryFolder(), 'create');
  beforeAll(async () => {
    table = await open();
  });
  beforeEach(async () => {
    await table.close();
    table = await open();
  });
  afterAll(() => table.close());

  const ask = (answer: (digests: readonly FoundDigest[]) => Promise<PublicKeys>) =>
    withKeptKeys(answer, table)(digests);

  it('serve a later run that has none', async () => {
    expect(await ask(async () => keys)).toEqual(keys);
    expect(await ask(noKeys)).toEqual(keys);
  });

  it('are those that a digest names, not all of a file', async () => {
    await ask(async () => other);
    expect(await ask(noKeys)).toEqual(keys);
  });

  it('are none where no run had any: then it stands why there are none', async () => {
    await expect(ask(noKeys)).rejects.toThrow('give --public-keys');
  });

  it('do not hide another failure', async () => {
    await ask(async () => keys);
    await expect(ask(() => Promise.reject(new Error('the disk is full')))).rejects.toThrow('the disk is full');
  });
});
