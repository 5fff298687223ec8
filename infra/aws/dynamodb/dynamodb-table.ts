import { type DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  paginateQuery,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../../domain/ids.ts';
import { accountEntry, type Entry, runEntry } from '../../../domain/sightings/entry.ts';
import { partsOf } from '../../../domain/table/plan-sightings.ts';
import type { SightingWrite, TableWrite } from '../../../domain/table/table-write.ts';
import type { Run } from '../../../domain/verdict/run.ts';
import { readAssessment } from '../../../domain/verdict/stored-assessment.ts';
import type { LastSeenTable } from '../../ports/last-seen-table.ts';
import { documentClientOf } from './document-client.ts';
import { applyIndependent, isRefusal } from './dynamodb-sightings.ts';
import type { Item } from './sighting-item.ts';
import { creationOf, updateOf } from './sighting-update.ts';
import { registry, stateIndex } from './table-definition.ts';
import { accountsIn, assessmentItem, stateKey, storedAccountOf } from './table-item.ts';

/** The table in DynamoDB or in a server with its protocol. Closing it destroys the client. */
export function dynamodbTable(client: DynamoDBClient, tableName: string): LastSeenTable {
  const documents = documentClientOf(client);

  const queryAll = async (input: Omit<QueryCommandInput, 'TableName'>): Promise<Item[]> => {
    const items: Item[] = [];
    for await (const page of paginateQuery({ client: documents }, { TableName: tableName, ...input })) {
      items.push(...(page.Items ?? []));
    }
    return items;
  };
  const partition = (accountId: string) =>
    queryAll({
      KeyConditionExpression: 'accountId = :a',
      ExpressionAttributeValues: { ':a': accountId },
      ConsistentRead: true,
    });
  const get = async (accountId: string, entry: Entry) =>
    (await documents.send(new GetCommand({ TableName: tableName, Key: { accountId, entry }, ConsistentRead: true })))
      .Item;
  const put = async (item: Item) => {
    await documents.send(new PutCommand({ TableName: tableName, Item: item }));
    return 1;
  };

  const tryUpdate = async (write: SightingWrite, update: ReturnType<typeof updateOf>): Promise<Attempt> => {
    const Key = { accountId: write.accountId, entry: write.entry };
    try {
      await documents.send(new UpdateCommand({ TableName: tableName, Key, ...update }));
      return 'written';
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      return refusal;
    }
  };

  /** Tries to create or to update the entry as a whole; if that is refused, the other way; then part by part. */
  const applySighting = async (write: SightingWrite): Promise<number> => {
    const attempt = await tryUpdate(write, write.isNew ? creationOf(write) : updateOf(write));
    if (attempt === 'written') return 1;
    if (write.isNew || attempt === 'no-entry') return 1 + (await applySighting({ ...write, isNew: !write.isNew }));
    const parts = partsOf(write);
    if (parts.length <= 1) return 1;
    for (const part of parts) await tryUpdate(part, updateOf(part));
    return 1 + parts.length;
  };

  const apply = async (write: TableWrite): Promise<number> => {
    const { accountId } = write;
    switch (write.kind) {
      case 'sighting':
        return applySighting(write);
      case 'days':
      case 'watch':
      case 'account':
        return applyIndependent(documents, tableName, write);
      case 'assessment':
        return put(assessmentItem(write));
      case 'looked-up': {
        const { entry, region, lookedUp } = write;
        const names = { UpdateExpression: 'SET #r = :l', ExpressionAttributeNames: { '#r': region } };
        const values = { ExpressionAttributeValues: { ':l': lookedUp } };
        await documents.send(
          new UpdateCommand({ TableName: tableName, Key: { accountId, entry }, ...names, ...values }),
        );
        return 1;
      }
      case 'backfill':
        return put({ accountId, entry: write.entry, backfill: write.backfill });
      case 'watched-since': {
        const { entry, since } = write;
        const change =
          since === undefined
            ? { UpdateExpression: 'REMOVE watchedSince' }
            : { UpdateExpression: 'SET watchedSince = :d', ExpressionAttributeValues: { ':d': since } };
        await documents.send(new UpdateCommand({ TableName: tableName, Key: { accountId, entry }, ...change }));
        return 1;
      }
      case 'remove':
        await documents.send(new DeleteCommand({ TableName: tableName, Key: { accountId, entry: write.entry } }));
        return 1;
      case 'run':
        return put({ accountId, entry: runEntry, run: write.run });
      default:
        return write satisfies never;
    }
  };

  const readAccount = async (accountId: AccountId) => {
    const [items, known] = await Promise.all([partition(accountId), get(registry, accountEntry(accountId))]);
    return storedAccountOf(accountId, known !== undefined, items);
  };

  return {
    apply,
    readAccount,
    // The table has no index of names, and a query that filters reads and costs as much as this one.
    readUsers: readAccount,
    accounts: async () => accountsIn(await partition(registry)),
    readRun: async (accountId) => (await get(accountId, runEntry))?.['run'] as Run | undefined,
    assessmentsInState: async (accountId, state) => {
      const items = await queryAll({
        IndexName: stateIndex,
        KeyConditionExpression: 'accountState = :s',
        ExpressionAttributeValues: { ':s': stateKey(accountId, state) },
      });
      const assessments = items.flatMap((item) => readAssessment(item) ?? []);
      return { assessments, unreadable: items.length - assessments.length };
    },
    close: async () => client.destroy(),
  };
}

/** The result of one update: written, lost against something later, or refused because there is no entry. */
type Attempt = 'written' | 'lost' | 'no-entry';

function refusalOf(error: unknown): Exclude<Attempt, 'written'> | undefined {
  if (isRefusal(error)) return 'lost';
  if (!(error instanceof DynamoDBServiceException)) return undefined;
  return error.name === 'ValidationException' && /document path/.test(error.message) ? 'no-entry' : undefined;
}
