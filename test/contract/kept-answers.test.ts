import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbKeptAnswers } from '../../infra/aws/dynamodb/tenants/dynamodb-kept-answers.ts';
import type { KeptAnswers } from '../../infra/ports/tenants/kept-answers.ts';
import { daysAgo, now } from '../domain/builders.ts';
import { tenant } from '../domain/providers/entra/builders.ts';
import { ensureTable, startEmbeddedDynamodb } from '../fakes/embedded-dynamodb.ts';
import { memoryKeptAnswers } from '../fakes/tenants/memory-kept-answers.ts';

type Opened = KeptAnswers & { close(): Promise<void> };

/** Where answers of tenants are kept. The command line reads a tenant in one go, and has no store on disk. */
const stores: [string, () => Promise<Opened>][] = [
  [
    'in memory',
    async () => ({
      ...memoryKeptAnswers({ readings: new Map(), answers: new Map() }, async (_, act) => act()),
      close: async () => {},
    }),
  ],
  [
    'of a server with the protocol of DynamoDB',
    async () => {
      const { client, stop } = await startEmbeddedDynamodb();
      await ensureTable(client, 'contract');
      return { ...dynamodbKeptAnswers(client, 'contract'), close: stop };
    },
  ],
];

const [ours, others] = [tenant(), tenant('c0ffee00-0000-4000-8000-000000000001')];
const bytes = (text: string) => new TextEncoder().encode(text);
const foundIn = async (store: KeptAnswers, accountId: typeof ours, key: string) => {
  const found = await store.find(accountId, key);
  return found && Buffer.from(found).toString();
};

describe.each(stores)('the store of kept answers %s', (_, open) => {
  let store: Opened;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  it('begins with nothing', async () => {
    expect([await store.unfinished(ours), await store.find(ours, 'page')]).toEqual([undefined, undefined]);
    await store.forget(ours);
    await store.end(ours);
  });

  it('keeps each answer as it came, by tenant and request, until the reading ends', async () => {
    await store.begin(ours, now);
    await store.begin(others, daysAgo(1));
    await store.keep(ours, 'page', bytes('first'));
    await store.keep(ours, 'page', bytes('second'));
    await store.keep(ours, 'page-2', bytes(''));
    await store.keep(others, 'page', bytes('theirs'));
    expect(await Promise.all([store.unfinished(ours), store.unfinished(others)])).toEqual([now, daysAgo(1)]);
    expect(await foundIn(store, ours, 'page')).toBe('second');
    expect(await foundIn(store, ours, 'page-2')).toBe('');
    expect(await foundIn(store, others, 'page')).toBe('theirs');
    await store.end(ours);
    expect(await Promise.all([store.unfinished(ours), store.find(ours, 'page')])).toEqual([undefined, undefined]);
    expect(await foundIn(store, others, 'page')).toBe('theirs');
  });

  it('forgets answers where the reading goes on, and what an earlier reading left', async () => {
    await store.begin(ours, daysAgo(2));
    await store.keep(ours, 'page', bytes('old'));
    await store.forget(ours);
    expect([await store.unfinished(ours), await store.find(ours, 'page')]).toEqual([daysAgo(2), undefined]);
    await store.keep(ours, 'page', bytes('of a run that was killed'));
    await store.begin(ours, now);
    expect([await store.unfinished(ours), await store.find(ours, 'page')]).toEqual([now, undefined]);
  });

  it('forgets more answers than one page of a query names', async () => {
    const keys = Array.from({ length: 4 }, (_, index) => `page-${index}`);
    for (const key of keys) await store.keep(ours, key, randomBytes(300_000));
    await store.forget(ours);
    expect(await Promise.all(keys.map((key) => store.find(ours, key)))).toEqual(keys.map(() => undefined));
  });

  it('leaves out an answer that is too large, which is asked for again', async () => {
    await store.keep(ours, 'large', randomBytes(500_000));
    expect(await store.find(ours, 'large')).toBeUndefined();
  });
});
