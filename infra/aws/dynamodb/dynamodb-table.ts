import { type DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../../domain/ids.ts';
import { accountEntry, type Entry, recordsRange, runEntry } from '../../../domain/sightings/entry.ts';
import { partsOf } from '../../../domain/table/plan-sightings.ts';
import { readRun } from '../../../domain/table/stored-parts.ts';
import type { SightingWrite, TableWrite } from '../../../domain/table/table-write.ts';
import { readAssessment } from '../../../domain/verdict/stored-assessment.ts';
import type { LastSeenTable } from '../../ports/last-seen-table.ts';
import { assessmentItem, stateKey } from './assessment-item.ts';
import { documentClientOf } from './document-client.ts';
import { dynamodbHistory, type HistoryTable, putIf } from './dynamodb-history.ts';
import { queriesOf } from './dynamodb-queries.ts';
import { changeItem, countsPut, servicesPut } from './history-item.ts';
import { applyIndependent, isRefusal } from './independent-write.ts';
import type { Item } from './sighting-item.ts';
import { creationOf, updateOf } from './sighting-update.ts';
import { registry, stateIndex } from './table-definition.ts';
import { accountsIn, storedAccountOf } from './table-item.ts';

/** The table in DynamoDB or in a server with its protocol. Closing it destroys the client. */
export function dynamodbTable(client: DynamoDBClient, tableName: string): LastSeenTable {
  const documents = documentClientOf(client);
  return {
    ...readerOf(documents, tableName),
    ...dynamodbHistory(documents, tableName),
    apply: writerOf(documents, tableName),
    close: async () => client.destroy(),
  };
}

function readerOf(
  documents: DynamoDBDocumentClient,
  TableName: string,
): Omit<LastSeenTable, 'apply' | 'close' | keyof HistoryTable> {
  const { queryAll, inPartition, outsideRange } = queriesOf(documents, TableName);
  const { changes } = dynamodbHistory(documents, TableName);
  const get = async (accountId: string, entry: Entry): Promise<Item | undefined> =>
    (await documents.send(new GetCommand({ TableName, Key: { accountId, entry }, ConsistentRead: true }))).Item;
  const readAccount = async (accountId: AccountId) => {
    const [items, known] = await Promise.all([
      outsideRange(accountId, recordsRange),
      get(registry, accountEntry(accountId)),
    ]);
    const stored = storedAccountOf(accountId, known !== undefined, items);
    if (stored.history === undefined) return stored;
    return { ...stored, latestChanges: (await changes(accountId, stored.history.changedAt)).changes };
  };
  return {
    readAccount,
    // The table has no index of names, and a query that filters reads and costs as much as this one.
    readUsers: readAccount,
    accounts: async () => accountsIn(await inPartition(registry)),
    readRun: async (accountId) => readRun((await get(accountId, runEntry)) ?? {}),
    assessmentsInState: async (accountId, state) => {
      const items = await queryAll({
        IndexName: stateIndex,
        KeyConditionExpression: 'accountState = :s',
        ExpressionAttributeValues: { ':s': stateKey(accountId, state) },
      });
      const assessments = items.flatMap((item) => readAssessment(item) ?? []);
      return { assessments, unreadable: items.length - assessments.length };
    },
  };
}

function writerOf(documents: DynamoDBDocumentClient, tableName: string): LastSeenTable['apply'] {
  const put = (item: Item) => documents.send(new PutCommand({ TableName: tableName, Item: item }));
  const update = ({ accountId, entry }: Place, expression: UpdateParameters) =>
    documents.send(new UpdateCommand({ TableName: tableName, Key: { accountId, entry }, ...expression }));
  return async (write) => {
    switch (write.kind) {
      case 'sighting':
        return applySighting(write, update);
      case 'days':
      case 'proof':
      case 'watch':
      case 'creator':
      case 'shelter':
      case 'account':
        return applyIndependent(documents, tableName, write);
      case 'assessment':
        return once(put(assessmentItem(write)));
      case 'looked-up':
        return once(update(write, lookupUpdate(write)));
      case 'backfill':
        return once(put({ accountId: write.accountId, entry: write.entry, backfill: write.backfill }));
      case 'services':
        return once(putIf(documents, tableName, servicesPut(write)));
      case 'watched-since':
        return once(update(write, sinceUpdate(write)));
      case 'remove': {
        const Key = { accountId: write.accountId, entry: write.entry };
        return once(documents.send(new DeleteCommand({ TableName: tableName, Key })));
      }
      case 'change':
        return once(put(changeItem(write)));
      case 'counts':
        return once(putIf(documents, tableName, countsPut(write)));
      case 'run':
        return once(put({ accountId: write.accountId, entry: runEntry, run: write.run }));
      default:
        return write satisfies never;
    }
  };
}

/** Where a write goes. */
type Place = { readonly accountId: AccountId; readonly entry: Entry };
type UpdateParameters = Omit<UpdateCommandInput, 'TableName' | 'Key'>;
type Update = (place: Place, expression: UpdateParameters) => Promise<unknown>;

/** The number of requests of a write that takes one. */
async function once(request: Promise<unknown>): Promise<number> {
  await request;
  return 1;
}

/** Tries to create or to update the entry as a whole; if that is refused, the other way; then part by part. */
async function applySighting(write: SightingWrite, update: Update): Promise<number> {
  const attempt = await tryUpdate(update(write, write.isNew ? creationOf(write) : updateOf(write)));
  if (attempt === 'written') return 1;
  if (write.isNew || attempt === 'no-entry')
    return 1 + (await applySighting({ ...write, isNew: !write.isNew }, update));
  const parts = partsOf(write);
  if (parts.length <= 1) return 1;
  for (const part of parts) await tryUpdate(update(part, updateOf(part)));
  return 1 + parts.length;
}

/** The result of one update: written, lost against something later, or refused because there is no entry. */
type Attempt = 'written' | 'lost' | 'no-entry';

async function tryUpdate(request: Promise<unknown>): Promise<Attempt> {
  try {
    await request;
    return 'written';
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return refusal;
  }
}

function refusalOf(error: unknown): Exclude<Attempt, 'written'> | undefined {
  if (isRefusal(error)) return 'lost';
  if (!(error instanceof DynamoDBServiceException)) return undefined;
  return error.name === 'ValidationException' && /document path/.test(error.message) ? 'no-entry' : undefined;
}

type WriteOf<Kind extends TableWrite['kind']> = Extract<TableWrite, { readonly kind: Kind }>;

function lookupUpdate({ region, lookedUp }: WriteOf<'looked-up'>): UpdateParameters {
  return {
    UpdateExpression: 'SET #r = :l',
    ExpressionAttributeNames: { '#r': region },
    ExpressionAttributeValues: { ':l': lookedUp },
  };
}

function sinceUpdate({ since }: WriteOf<'watched-since'>): UpdateParameters {
  if (since === undefined) return { UpdateExpression: 'REMOVE watchedSince' };
  return { UpdateExpression: 'SET watchedSince = :d', ExpressionAttributeValues: { ':d': since } };
}
