import { type DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  paginateQuery,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { readHead } from '../../../domain/history/stored-history.ts';
import type { AccountId } from '../../../domain/ids.ts';
import {
  accountEntry,
  changesFrom,
  countsFrom,
  type Entry,
  type EntryRange,
  historyEntry,
  parseEntry,
  readEntry,
  recordsRange,
  runEntry,
} from '../../../domain/sightings/entry.ts';
import { partsOf } from '../../../domain/table/plan-sightings.ts';
import type { SightingWrite, TableWrite } from '../../../domain/table/table-write.ts';
import type { Instant } from '../../../domain/time.ts';
import { type Assessment, idleSince } from '../../../domain/verdict/assessment.ts';
import type { Run } from '../../../domain/verdict/run.ts';
import { assessmentFormat, readAssessment } from '../../../domain/verdict/stored-assessment.ts';
import type { LastSeenTable } from '../../ports/last-seen-table.ts';
import { documentClientOf } from './document-client.ts';
import { applyIndependent, isRefusal, registry } from './dynamodb-sightings.ts';
import { changeItem, changesOf, countsPut, dailyCountsOf, headPut } from './history-item.ts';
import { creationOf, type Item, updateOf } from './sighting-item.ts';
import { stateIndex } from './table-definition.ts';
import { storedAccountOf } from './table-item.ts';

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
  const query = (accountId: string, condition = '', values: Item = {}) =>
    queryAll({
      KeyConditionExpression: `accountId = :a${condition}`,
      ExpressionAttributeValues: { ':a': accountId, ...values },
      ConsistentRead: true,
    });
  const range = (accountId: AccountId, { first, last }: EntryRange) =>
    query(accountId, ' AND entry BETWEEN :first AND :last', { ':first': first, ':last': last });
  const outside = async (accountId: AccountId, { first, last }: EntryRange) => {
    const parts = [
      query(accountId, ' AND entry < :first', { ':first': first }),
      query(accountId, ' AND entry > :last', { ':last': last }),
    ];
    return (await Promise.all(parts)).flat();
  };
  const changes = async (accountId: AccountId, from?: Instant) => changesOf(await range(accountId, changesFrom(from)));
  const get = async (accountId: string, entry: Entry) =>
    (await documents.send(new GetCommand({ TableName: tableName, Key: { accountId, entry }, ConsistentRead: true })))
      .Item;
  const put = async (item: Item) => {
    await documents.send(new PutCommand({ TableName: tableName, Item: item }));
    return 1;
  };

  /** Whether the condition held and the item was put. */
  const putIf = async (request: Omit<PutCommandInput, 'TableName'>): Promise<boolean> => {
    try {
      await documents.send(new PutCommand({ TableName: tableName, ...request }));
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
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
      case 'change':
        return put(changeItem(write));
      case 'counts':
        await putIf(countsPut(write));
        return 1;
      case 'remove':
        await documents.send(new DeleteCommand({ TableName: tableName, Key: { accountId, entry: write.entry } }));
        return 1;
      case 'run':
        return put({ accountId, entry: runEntry, run: write.run });
      default:
        return write satisfies never;
    }
  };

  return {
    apply,
    readAccount: async (accountId) => {
      const [items, known] = await Promise.all([
        outside(accountId, recordsRange),
        get(registry, accountEntry(accountId)),
      ]);
      const stored = storedAccountOf(accountId, known !== undefined, items);
      if (stored.history === undefined) return stored;
      return { ...stored, latestChanges: (await changes(accountId, stored.history.changedAt)).changes };
    },
    accounts: async () => (await query(registry)).flatMap(accountOf),
    readRun: async (accountId) => (await get(accountId, runEntry))?.['run'] as Run | undefined,
    assessmentsInState: async (accountId, state) => {
      const items = await queryAll({
        IndexName: stateIndex,
        KeyConditionExpression: 'accountState = :s',
        ExpressionAttributeValues: { ':s': `${accountId}#${state}` },
      });
      const assessments = items.flatMap((item) => readAssessment(item) ?? []);
      return { assessments, unreadable: items.length - assessments.length };
    },
    replaceHistory: (accountId, before, head) => putIf(headPut(accountId, before, head)),
    changes,
    dailyCounts: async (accountId, from) => dailyCountsOf(await range(accountId, countsFrom(from))),
    readHistory: async (accountId) => {
      const item = await get(accountId, historyEntry);
      return item && readHead(item);
    },
    close: async () => client.destroy(),
  };
}

function accountOf(item: Item): AccountId[] {
  const entry = parseEntry(item['entry']);
  const form = entry === undefined ? undefined : readEntry(entry);
  return form?.kind === 'account' ? [form.accountId] : [];
}

function assessmentItem(write: Extract<TableWrite, { readonly kind: 'assessment' }>): Item {
  const { accountId, entry, assessment, recorded } = write;
  return { accountId, entry, ...indexKey(accountId, assessment), format: assessmentFormat, assessment, recorded };
}

/** The keys of the sparse index. A user who was never seen is sorted by its creation. */
function indexKey(accountId: AccountId, assessment: Assessment) {
  return { accountState: `${accountId}#${assessment.state}`, idleSince: idleSince(assessment) ?? 'unknown' };
}

/** The result of one update: written, lost against something later, or refused because there is no entry. */
type Attempt = 'written' | 'lost' | 'no-entry';

function refusalOf(error: unknown): Exclude<Attempt, 'written'> | undefined {
  if (isRefusal(error)) return 'lost';
  if (!(error instanceof DynamoDBServiceException)) return undefined;
  return error.name === 'ValidationException' && /document path/.test(error.message) ? 'no-entry' : undefined;
}
