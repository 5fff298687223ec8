import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFolder } from '../../../../infra/aws/s3/s3-listing.ts';
import { makeBucket, type TestBucket } from '../../../e2e/s3-archive.ts';
import { hasMoto, type MotoServer, startWorld } from '../../../fakes/moto/moto-server.ts';

const keys = ['a/b/1.json.gz', 'a/2.json.gz', 'a/with space+plus%25ä&<>.json.gz', 'a/', 'c.json'];

describe.skipIf(!hasMoto)('the listing of a bucket, where moto_server is installed', () => {
  let moto: MotoServer;
  let bucket: TestBucket;
  beforeAll(async () => {
    // Pages of 1,000 objects, as S3 has them, would take as many calls to fill.
    moto = await startWorld({ env: { MOTO_S3_DEFAULT_MAX_KEYS: '10' }, clock: 'real' });
    bucket = await makeBucket(moto.endpoint, 'listing');
    for (const key of keys) await bucket.put(key, key.endsWith('/') ? '' : key);
  });
  afterAll(() => moto.stop());

  const list = async (prefix: string, deep: boolean) => {
    const { folders, objects } = await listFolder(bucket.client, 'listing', { prefix, deep, token: undefined });
    return { folders, objects: objects.map(({ key }) => key) };
  };

  it('tells what lies directly in a folder, whatever the names are made of', async () => {
    expect(await list('', false)).toEqual({ folders: ['a/'], objects: ['c.json'] });
    expect(await list('a/', false)).toEqual({ folders: ['a/b/'], objects: [keys[1], keys[2]] });
  });

  it('tells all that lies below', async () => {
    expect(await list('a/', true)).toEqual({ folders: [], objects: [keys[1], keys[0], keys[2]] });
  });

  it('marks an object by its name and by what is in it', async () => {
    const markOf = async () =>
      (await listFolder(bucket.client, 'listing', { prefix: 'c.json', deep: true, token: undefined })).objects[0]?.mark;
    const before = await markOf();
    expect(before).toHaveLength(8);
    expect(await markOf()).toBe(before);
    await bucket.put('c.json', 'other');
    expect(await markOf()).not.toBe(before);
  });

  it('comes in pages', async () => {
    for (let index = 0; index < 13; index++) await bucket.put(`pages/${index}`, 'x');
    const first = await listFolder(bucket.client, 'listing', { prefix: 'pages/', deep: true, token: undefined });
    const rest = await listFolder(bucket.client, 'listing', { prefix: 'pages/', deep: true, token: first.next });
    expect([first.objects.length, rest.objects.length, rest.next]).toEqual([10, 3, undefined]);
  });
});
