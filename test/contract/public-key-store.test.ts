import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Region } from '../../domain/ids.ts';
import { dynamodbPublicKeys } from '../../infra/aws/dynamodb/proofs/dynamodb-public-keys.ts';
import { openEmbeddedTable } from '../../infra/local/embedded-table.ts';
import type { PublicKeyStore } from '../../infra/ports/archive-proofs.ts';
import { now } from '../domain/builders.ts';
import { ensureTable, startEmbeddedDynamodb } from '../fakes/embedded-dynamodb.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const [home, other] = ['eu-west-1', 'us-east-1'] as Region[] as [Region, Region];

const stores: { kind: string; open: () => Promise<PublicKeyStore & { close(): Promise<void> }> }[] = [
  { kind: 'the embedded table', open: () => openEmbeddedTable(temporaryFolder(), 'create') },
  {
    kind: 'DynamoDB',
    open: async () => {
      const { client, stop } = await startEmbeddedDynamodb();
      await ensureTable(client, 'keys');
      return { ...dynamodbPublicKeys(client, 'keys'), close: stop };
    },
  },
];

describe.each(stores)('public keys in $kind', ({ open }) => {
  let store: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  it('are none at first, and nobody asked for them', async () => {
    expect(await store.readPublicKeys(home)).toEqual({ keys: new Map(), askedAt: undefined });
  });

  it('are added and never removed, each under its home Region', async () => {
    const many = new Map(Array.from({ length: 230 }, (_, index) => [`print-${index}`, `key ${index}`]));
    await store.keepPublicKeys(home, new Map([['first', 'one']]));
    await store.keepPublicKeys(home, many, now);
    await store.keepPublicKeys(home, new Map());
    const keys = new Map([['first', 'one'], ...many]);
    const kept = await store.readPublicKeys(home);
    expect(new Map([...kept.keys].sort())).toEqual(new Map([...keys].sort()));
    expect(kept.askedAt).toBe(now);
    expect((await store.readPublicKeys(other)).keys.size).toBe(0);
  });

  it('remember that somebody asked, also where CloudTrail listed none', async () => {
    await store.keepPublicKeys(other, new Map(), now);
    expect(await store.readPublicKeys(other)).toEqual({ keys: new Map(), askedAt: now });
  });
});
