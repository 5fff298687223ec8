import { gzipSync } from 'node:zlib';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
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

test('a digest of 5,000 users with the longest names fits into one entry of 400 KB', async () => {
  const outbox = dynamodbOutbox(dynamodb.client, 'lastseen');
  const text = (length: number) =>
    Array.from(
      { length },
      () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'[Math.floor(Math.random() * 62)],
    ).join('');
  const users: PendingDigest['users'] = new Map(
    Array.from({ length: 5000 }, () => {
      const before = { ...told, userName: text(64) };
      return [
        assessmentEntry(iamUser({ userId: user(`AIDA${text(17).toUpperCase()}`) })),
        { possiblyPublished: [before, { ...before, state: 'idle' }], change: 'became-unused' },
      ];
    }),
  );
  await outbox.put(account(), pendingOf('large', users));
  expect(await outbox.read(account())).toEqual(pendingOf('large', users));
  await outbox.clear(account(), 'large');
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
