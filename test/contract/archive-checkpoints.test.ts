import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Checkpoint,
  newCheckpoint,
  settledIfOver,
  withFinished,
} from '../../domain/archive/archive-checkpoint.ts';
import type { Malformed } from '../../domain/cloudtrail/record.ts';
import type { AccountId } from '../../domain/ids.ts';
import { dynamodbCheckpoints } from '../../infra/aws/dynamodb/dynamodb-checkpoints.ts';
import { openEmbeddedTable } from '../../infra/local/embedded-table.ts';
import type { ArchiveCheckpoints } from '../../infra/ports/archive-checkpoints.ts';
import { now } from '../domain/builders.ts';
import { ensureTable, startEmbeddedDynamodb } from '../fakes/embedded-dynamodb.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const account = '111122223333' as AccountId;
const day = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/';
const mark = (index: number) => Buffer.from(index.toString(16).padStart(16, '0'), 'hex').toString('latin1');
const marks = (count: number) => Array.from({ length: count }, (_, index) => mark(index));

const gaps: Malformed[] = [
  { kind: 'malformed', field: 'eventTime', why: 'missing', subject: undefined, userName: undefined },
  {
    kind: 'malformed',
    field: 'eventTime',
    why: 'not a time',
    subject: { kind: 'root', accountId: account },
    userName: 'x',
  },
];
const of = (folder: string, count: number, accounts: AccountId[]) =>
  withFinished(newCheckpoint(folder), { finished: new Set(marks(count)), accounts, gaps });

const stores: { kind: string; open: () => Promise<ArchiveCheckpoints & { close(): Promise<void> }> }[] = [
  { kind: 'the embedded table', open: () => openEmbeddedTable(temporaryFolder(), 'create') },
  {
    kind: 'DynamoDB',
    open: async () => {
      const { client, stop } = await startEmbeddedDynamodb();
      await ensureTable(client, 'checkpoints');
      return { ...dynamodbCheckpoints(client, 'checkpoints'), close: stop };
    },
  },
];

describe.each(stores)('checkpoints in $kind', ({ open }) => {
  let checkpoints: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    checkpoints = await open();
  });
  afterAll(() => checkpoints.close());

  const kept = async (bucket: string, checkpoint: Checkpoint) => {
    await checkpoints.writeCheckpoint(bucket, checkpoint);
    return (await checkpoints.readCheckpoints(bucket, checkpoint.folder)).get(checkpoint.folder);
  };

  it('come back as they were written, also of more marks than an item holds', async () => {
    for (const count of [0, 1, 300, 30_000, 70_001]) {
      const checkpoint = of(day, count, [account]);
      expect(await kept(`of-${count}`, checkpoint)).toEqual(checkpoint);
    }
  });

  it('of a folder that is settled hold nothing of it but how many', async () => {
    const checkpoint = of(day, 30_001, [account]);
    await checkpoints.writeCheckpoint('settled', checkpoint);
    const settled = settledIfOver(checkpoint, '2026-01-02', now);
    expect(await kept('settled', settled)).toEqual({ ...settled, objects: 30_001, finished: new Set() });
  });

  it('are found by what their folders begin with, of one bucket alone', async () => {
    const folders = ['', 'a/', 'a/b/', 'ab/', 'a/#1/'];
    for (const folder of folders) await kept('many', of(folder, 1, []));
    const found = async (bucket: string, prefix: string) =>
      [...(await checkpoints.readCheckpoints(bucket, prefix)).keys()].sort();
    expect(await found('many', '')).toEqual([...folders].sort());
    expect(await found('many', 'a/')).toEqual(['a/', 'a/#1/', 'a/b/']);
    expect(await found('others', '')).toEqual([]);
  });

  it('of a folder whose name is too long for a key are not kept', async () => {
    expect(await kept('long', of(`${'x'.repeat(1001)}/`, 1, []))).toBeUndefined();
  });
});
