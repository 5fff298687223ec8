import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PendingDigest } from '../../../../domain/alerts/pending-digest.ts';
import { assessmentEntry } from '../../../../domain/sightings/entry.ts';
import { dynamodbLease } from '../../../../infra/aws/dynamodb/dynamodb-lease.ts';
import { dynamodbOutbox } from '../../../../infra/aws/dynamodb/dynamodb-outbox.ts';
import { dynamodbTable } from '../../../../infra/aws/dynamodb/dynamodb-table.ts';
import { account, daysAgo, iamUser, now, user } from '../../../domain/builders.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../../fakes/embedded-dynamodb.ts';

let dynamodb: EmbeddedDynamodb;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
  await ensureTable(dynamodb.client, 'lastseen');
});
afterAll(() => dynamodb.stop());

const told = { userName: 'ann', state: 'active', exempt: false, silent: false } as const;
const pendingOf = (id: string, users: PendingDigest['users'] = new Map()): PendingDigest => ({
  id,
  isFirst: false,
  users,
});

test('a waiting digest is read as it was laid down, until it is cleared', async () => {
  const outbox = dynamodbOutbox(dynamodb.client, 'lastseen');
  expect(await outbox.read(account())).toBeUndefined();
  const users: PendingDigest['users'] = new Map([
    [
      assessmentEntry(iamUser({ userId: user('AIDAANN00001') })),
      { possiblyPublished: [told, { ...told, state: 'idle' }], change: 'became-unused' },
    ],
    [assessmentEntry(iamUser({ userId: user('AIDABEN00001') })), { possiblyPublished: [null], change: undefined }],
  ]);
  await outbox.put(account(), { id: 'one', isFirst: true, users });
  expect(await outbox.read(account())).toEqual({ id: 'one', isFirst: true, users });
  await outbox.put(account(), pendingOf('two'));
  expect(await outbox.read(account())).toEqual(pendingOf('two'));
  await outbox.clear(account(), 'one');
  expect(await outbox.read(account())).toEqual(pendingOf('two'));
  await outbox.clear(account(), 'two');
  await outbox.clear(account(), 'two');
  expect(await outbox.read(account())).toBeUndefined();
});

test('a waiting digest that cannot be read stops the reader and names the entry: nothing is lost', async () => {
  const outbox = dynamodbOutbox(dynamodb.client, 'lastseen');
  const item = { accountId: account(), entry: 'digest', id: 'one', isFirst: false };
  for (const users of [undefined, 'text', new Uint8Array([1, 2, 3]), gzipSync('{"alice": 1}')]) {
    await DynamoDBDocumentClient.from(dynamodb.client, { marshallOptions: { removeUndefinedValues: true } }).send(
      new PutCommand({ TableName: 'lastseen', Item: { ...item, users } }),
    );
    await expect(outbox.read(account())).rejects.toThrow(
      `the entry digest of account ${account()} cannot be read: another version wrote it, or it was changed`,
    );
  }
  await outbox.clear(account(), 'one');
  expect(await outbox.read(account())).toBeUndefined();
});

/** A digest of so many users with the longest names, which do not compress. */
function longDigest(id: string, length: number): PendingDigest {
  const text = (bytes: number) => randomBytes(bytes).toString('base64url');
  const users = Array.from({ length }, () => {
    const before = { ...told, userName: text(48) };
    const userId = user(`AIDA${randomBytes(9).toString('hex').slice(0, 17).toUpperCase()}`);
    const states = { possiblyPublished: [before, { ...before, state: 'idle' }], change: 'became-unused' } as const;
    return [assessmentEntry(iamUser({ userId })), states] as const;
  });
  return pendingOf(id, new Map(users));
}

const entriesOf = async (): Promise<string[]> => {
  const { Items: items = [] } = await DynamoDBDocumentClient.from(dynamodb.client).send(
    new ScanCommand({ TableName: 'lastseen' }),
  );
  return items.map(({ entry }) => String(entry)).filter((entry) => entry.startsWith('digest'));
};

test('a digest of 5,000 users with the longest names fits into one entry of 400 KB', async () => {
  const outbox = dynamodbOutbox(dynamodb.client, 'lastseen');
  const large = longDigest('large', 5000);
  await outbox.put(account(), large);
  expect(await entriesOf()).toEqual(['digest']);
  expect(await outbox.read(account())).toEqual(large);
  await outbox.clear(account(), 'large');
});

test('the digest of a tenant with more users takes several entries, all of which go with it', async () => {
  const outbox = dynamodbOutbox(dynamodb.client, 'lastseen');
  const larger = longDigest('larger', 15_000);
  await outbox.put(account(), larger);
  expect(await entriesOf()).toEqual(['digest', 'digest#000001', 'digest#000002']);
  expect(await outbox.read(account())).toEqual(larger);
  await outbox.clear(account(), 'another');
  expect(await outbox.read(account())).toEqual(larger);
  await outbox.clear(account(), 'larger');
  expect(await entriesOf()).toEqual([]);
});

test('a digest whose parts are of two digests, or of which one is gone, stops the reader', async () => {
  const outbox = dynamodbOutbox(dynamodb.client, 'lastseen');
  const documents = DynamoDBDocumentClient.from(dynamodb.client);
  const Key = { accountId: account(), entry: 'digest#000001' };
  await outbox.put(account(), longDigest('first', 7000));
  const { Item: ofFirst } = await documents.send(new GetCommand({ TableName: 'lastseen', Key }));
  await outbox.put(account(), longDigest('second', 7000));
  await documents.send(new PutCommand({ TableName: 'lastseen', Item: ofFirst }));
  await expect(outbox.read(account())).rejects.toThrow('cannot be read');
  await documents.send(new DeleteCommand({ TableName: 'lastseen', Key }));
  await expect(outbox.read(account())).rejects.toThrow('cannot be read');
  await outbox.clear(account(), 'second');
});

test('of many who ask for the lease at once one has it', async () => {
  const lease = dynamodbLease(dynamodb.client, 'lastseen');
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => lease.take(account(), `owner-${n}`, now, daysAgo(-1))),
  );
  expect(answers.filter((answer) => answer.kind === 'taken')).toHaveLength(1);
});

test('neither entry is taken for anything else of the account', async () => {
  await dynamodbOutbox(dynamodb.client, 'lastseen').put(account(), pendingOf('one'));
  const stored = await dynamodbTable(dynamodb.client, 'lastseen').readAccount(account());
  expect([stored.assessments.size, stored.lastSeen.size, stored.watches.size, stored.run]).toEqual([
    0,
    0,
    0,
    undefined,
  ]);
});
