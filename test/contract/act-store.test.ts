import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChainHead } from '../../domain/chain-head.ts';
import { sha256 } from '../../handlers/canonical-digest.ts';
import { openAct } from '../../handlers/evidence/act-file.ts';
import { actLog } from '../../handlers/evidence/act-log.ts';
import { dynamodbActs } from '../../infra/aws/dynamodb/acts/dynamodb-acts.ts';
import { s3Acts } from '../../infra/aws/s3/s3-acts.ts';
import type { ActStore } from '../../infra/ports/act-store.ts';
import { account } from '../domain/builders.ts';
import { anIntent, anOutcome } from '../domain/evidence/act-builders.ts';
import { memoryActs } from '../fakes/evidence/memory-acts.ts';
import { hasMoto, startMoto } from '../fakes/moto/moto-server.ts';
import { realTables } from './real-tables.ts';

type Opened = ActStore & { close(): Promise<void> };

const stores: [string, () => Promise<Opened>][] = realTables(dynamodbActs);

/** Where the emulator is installed. */
const inBucket: [string, () => Promise<Opened>] = [
  'in a bucket',
  async () => {
    const moto = await startMoto();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new S3Client({ endpoint: moto.endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: 'evidence' }));
    const records = s3Acts(client, { bucket: 'evidence', prefix: 'acts/' });
    return { ...memoryActs(), ...records, close: () => moto.stop().finally(() => client.destroy()) };
  },
];

describe.each(hasMoto ? [...stores, inBucket] : stores)('the store of acts %s', (_, open) => {
  let store: Opened;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  it('puts a record once: whoever comes second changes nothing', async () => {
    const other = account('111111111111');
    expect(await store.putAct(other, 1, 'first')).toBe(true);
    expect(await store.putAct(other, 1, 'second')).toBe(false);
    expect(await store.putAct(other, 3, 'third')).toBe(true);
    expect(await store.readAct(other, 1)).toBe('first');
    expect(await store.readAct(other, 2)).toBeUndefined();
    expect(await store.readActs(other)).toEqual([
      { sequence: 1, text: 'first' },
      { sequence: 3, text: 'third' },
    ]);
  });

  it('moves the head by one record at a time, for one writer alone', async () => {
    const other = account('222222222222');
    const head = (sequence: number): ChainHead => ({ sequence, sha256: sha256(`${sequence}`) });
    expect(await store.readChainHead(other)).toBeUndefined();
    expect(await store.advanceChainHead(other, head(2))).toBe(false);
    expect(await store.advanceChainHead(other, head(1))).toBe(true);
    expect(await store.advanceChainHead(other, head(1))).toBe(false);
    expect(await store.advanceChainHead(other, head(2))).toBe(true);
    expect(await store.readChainHead(other)).toEqual(head(2));
  });

  it('keeps an act as intent and outcome, each with the hash of the record before', async () => {
    const log = actLog(store);
    const intent = await log.appendIntent(account(), anIntent());
    const outcome = await log.appendOutcome(account(), anOutcome(intent.sequence), 'quarantine');
    expect([intent.sequence, outcome.sequence]).toEqual([1, 2]);
    const texts = (await log.readAll(account())).map(({ text }) => text);
    expect(texts.map(sha256)).toEqual([intent.sha256, outcome.sha256]);
    const records = texts.map((text) => openAct(text)).map((each) => (each.kind === 'ok' ? each.value.record : each));
    expect(records).toMatchObject([
      { ...anIntent(), phase: 'intent', sequence: 1 },
      { ...anOutcome(1), phase: 'outcome', sequence: 2, before: intent.sha256 },
    ]);
    expect(records[0]).not.toHaveProperty('before');
    expect(await log.head(account())).toEqual(outcome);
  });

  it('lets every one of several appenders at once find its place', async () => {
    const before = await store.readChainHead(account());
    const heads = await Promise.all([1, 2, 3, 4, 5].map(() => actLog(store).appendIntent(account(), anIntent())));
    const places = heads.map(({ sequence }) => sequence).sort();
    expect(places).toEqual([3, 4, 5, 6, 7]);
    expect(before?.sequence).toBe(2);
    const texts = (await store.readActs(account())).map(({ text }) => text);
    const chain = texts.map((text) => openAct(text)).map((each) => each.kind === 'ok' && each.value.record.before);
    expect(chain).toEqual([undefined, ...texts.slice(0, -1).map(sha256)]);
  });

  it('continues behind a record whose writer died before it moved the head', async () => {
    const died = { ...store, advanceChainHead: () => Promise.reject(new Error('killed')) };
    await expect(actLog(died).appendIntent(account(), anIntent())).rejects.toThrow('killed');
    expect((await store.readChainHead(account()))?.sequence).toBe(7);
    expect((await actLog(store).appendIntent(account(), anIntent())).sequence).toBe(9);
    expect((await store.readChainHead(account()))?.sequence).toBe(9);
  });

  it('takes a record that was stored, although the answer was lost, for its own', async () => {
    const deaf = { ...store, putAct: async (...put: Parameters<ActStore['putAct']>) => !(await store.putAct(...put)) };
    expect((await actLog(deaf).appendIntent(account(), anIntent())).sequence).toBe(10);
    expect((await store.readActs(account())).length).toBe(10);
  });

  it('records nothing behind a record that does not follow', async () => {
    const other = account('333333333333');
    await store.putAct(other, 1, 'forged');
    await expect(actLog(store).appendIntent(other, anIntent())).rejects.toThrow('does not follow the one before');
    expect(await store.readChainHead(other)).toBeUndefined();
  });
});
