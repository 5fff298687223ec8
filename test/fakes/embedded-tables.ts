import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { dynamodbSightings } from '../../infra/aws/dynamodb/dynamodb-sightings.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { account } from '../domain/builders.ts';
import { ensureTable, startEmbeddedDynamodb } from './embedded-dynamodb.ts';
import type { SightingModel } from './sighting-model.ts';

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
  const make = async (): Promise<Omit<SightingModel, 'awakeningsLeft'>> => {
    const remove = (Key: Record<string, unknown>) => documents.send(new DeleteCommand({ TableName: name, Key }));
    await Promise.all((await items()).map(({ accountId, entry }) => remove({ accountId, entry })));
    const table = dynamodbTable(client, name);
    return {
      table: dynamodbSightings(client, name),
      read: () => table.readAccount(account()),
    };
  };
  return { make, items, stop, endpoint, name };
}
