import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { dynamodbSightings } from '../../infra/aws/dynamodb/dynamodb-sightings.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { tableDefinition } from '../../infra/aws/dynamodb/table-definition.ts';
import { account } from '../domain/builders.ts';
import type { SightingModel } from './sighting-model.ts';

/** A DynamoDB server in this process, on loopback and a free port. It runs until `stop`. */
export interface EmbeddedDynamodb {
  readonly client: DynamoDBClient;
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts the server over the files in `path`, which no other process may use; in memory where there is no path. */
export async function startEmbeddedDynamodb(path?: string): Promise<EmbeddedDynamodb> {
  const server: Server = dynalite({ ...(path !== undefined && { path }), createTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials });
  return { client, endpoint, stop: () => stop(server, client) };
}

async function stop(server: Server, client: DynamoDBClient): Promise<void> {
  client.destroy();
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined || error === null ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}

/** Creates the table where there is none, and waits until it can be written. */
export async function ensureTable(client: DynamoDBClient, tableName: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand(tableDefinition(tableName)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 0.02, maxDelay: 1 }, { TableName: tableName });
}

/** A DynamoDB-compatible server with one table, emptied by each `make`. */
export async function embeddedTables() {
  const name = 'ingest';
  const { client, endpoint, stop } = await startEmbeddedDynamodb();
  await ensureTable(client, name);
  const documents = DynamoDBDocumentClient.from(client);
  const items = async () => {
    const all: Record<string, unknown>[] = [];
    for await (const { Items } of paginateScan({ client: documents }, { TableName: name })) all.push(...(Items ?? []));
    return all;
  };
  const make = async (): Promise<Omit<SightingModel, 'awakeningsLeft' | 'proofs'>> => {
    const remove = (Key: Record<string, unknown>) => documents.send(new DeleteCommand({ TableName: name, Key }));
    await Promise.all((await items()).map(({ accountId, entry }) => remove({ accountId, entry })));
    const table = dynamodbTable(client, name);
    return {
      table: dynamodbSightings(client, name),
      read: () => table.readAccount(account()),
    };
  };
  return { make, items, stop, endpoint, name, client };
}
