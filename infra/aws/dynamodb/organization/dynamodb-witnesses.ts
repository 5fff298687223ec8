import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { witnessedRegions } from '../../../../domain/coverage/blind-regions.ts';
import type { AccountId, Region } from '../../../../domain/ids.ts';
import { regionEntries, runEntry } from '../../../../domain/sightings/entry.ts';
import { documentClientOf } from '../document-client.ts';
import { queriesOf } from '../dynamodb-queries.ts';
import { storedAccountOf } from '../table-item.ts';

/** The Regions of an account with a witness since its last run: a few KB of the account are read. */
export function dynamodbWitnesses(
  client: DynamoDBClient,
  TableName: string,
): (accountId: AccountId) => Promise<ReadonlySet<Region>> {
  const documents = documentClientOf(client);
  const { inPartition } = queriesOf(documents, TableName);
  return async (accountId) => {
    const Key = { accountId, entry: runEntry };
    const [regions, { Item: run }] = await Promise.all([
      inPartition(accountId, ' AND begins_with(entry, :regions)', { ':regions': regionEntries }),
      documents.send(new GetCommand({ TableName, Key, ConsistentRead: true })),
    ]);
    const stored = storedAccountOf(accountId, true, run === undefined ? regions : [...regions, run]);
    return witnessedRegions(stored.watches, stored.run?.asOf);
  };
}
