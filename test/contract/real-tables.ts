import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openEmbeddedTable } from '../../infra/local/embedded-table.ts';
import type { WholeTable } from '../../infra/ports/whole-table.ts';
import { ensureTable, startEmbeddedDynamodb } from '../fakes/embedded-dynamodb.ts';

type Closable = { close(): Promise<void> };

/** The tables that a store is held to, each with its name and how it is opened: on disk, and over HTTP. */
export function realTables<T>(
  overDynamodb: (client: DynamoDBClient, tableName: string) => T,
): [string, () => Promise<(T | WholeTable) & Closable>][] {
  return [
    [
      'embedded, on disk',
      async () => {
        const dir = await mkdtemp(join(tmpdir(), 'lastseen-contract-'));
        const table = await openEmbeddedTable(dir, 'create');
        return { ...table, close: () => table.close().then(() => rm(dir, { recursive: true })) };
      },
    ],
    [
      'of a server with the protocol of DynamoDB',
      async () => {
        const { client, stop } = await startEmbeddedDynamodb();
        await ensureTable(client, 'contract');
        return { ...overDynamodb(client, 'contract'), close: stop };
      },
    ],
  ];
}
