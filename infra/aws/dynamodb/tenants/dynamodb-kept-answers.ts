import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../../../domain/ids.ts';
import { parseTime } from '../../../../domain/time.ts';
import type { KeptAnswers } from '../../../ports/tenants/kept-answers.ts';
import { documentClientOf } from '../document-client.ts';
import type { EntryKey } from '../dynamodb-latest-run.ts';

/** The partition of the function's own memory of a tenant: `reads#TENANT`. */
const keyOf = (accountId: AccountId, entry: string): EntryKey => ({ accountId: `reads#${accountId}`, entry });

/** Where the latest run is remembered that the function finished. */
export const tenantRunKey = (accountId: AccountId): EntryKey => keyOf(accountId, 'run');

const answerWord = 'answer/';

/** An item has 400 KB at most; a reserve stays for its key. */
const mostBytes = 390_000;

/** The answers of a tenant in the same table: entry `reading` while a run is not finished, and one entry an answer. */
export function dynamodbKeptAnswers(client: DynamoDBClient, TableName: string): KeptAnswers {
  const documents = documentClientOf(client);
  const headKey = (accountId: AccountId) => keyOf(accountId, 'reading');
  const unfinished: KeptAnswers['unfinished'] = async (accountId) => {
    const request = new GetCommand({ TableName, Key: headKey(accountId), ConsistentRead: true });
    return parseTime((await documents.send(request)).Item?.['startedAt']);
  };
  const items = (accountId: AccountId, isWhole: boolean) => answersIn(documents, TableName, accountId, isWhole);
  const remove = async (Key: EntryKey) => void (await documents.send(new DeleteCommand({ TableName, Key })));
  const forget = async (accountId: AccountId) => {
    for (const key of (await items(accountId, false)).keys()) await remove(keyOf(accountId, `${answerWord}${key}`));
  };
  return {
    unfinished,
    forget,
    read: async (accountId) => {
      const startedAt = await unfinished(accountId);
      return startedAt && { startedAt, answers: await items(accountId, true) };
    },
    begin: async (accountId, startedAt) => {
      await forget(accountId);
      await documents.send(new PutCommand({ TableName, Item: { ...headKey(accountId), startedAt } }));
    },
    keep: async (accountId, key, answer) => {
      if (answer.length > mostBytes) return;
      const item = { ...keyOf(accountId, `${answerWord}${key}`), answer };
      await documents.send(new PutCommand({ TableName, Item: item }));
    },
    end: async (accountId) => {
      await remove(headKey(accountId));
      await forget(accountId);
    },
  };
}

/** The answers of a tenant by their keys; only the keys unless it is whole. */
async function answersIn(
  client: ReturnType<typeof documentClientOf>,
  TableName: string,
  accountId: AccountId,
  isWhole: boolean,
): Promise<Map<string, Uint8Array>> {
  const { accountId: partition, entry: prefix } = keyOf(accountId, answerWord);
  const query = {
    TableName,
    KeyConditionExpression: 'accountId = :a AND begins_with(entry, :e)',
    ExpressionAttributeValues: { ':a': partition, ':e': prefix },
    ConsistentRead: true,
    ...(!isWhole && { ProjectionExpression: 'entry' }),
  };
  const found = new Map<string, Uint8Array>();
  for await (const { Items: items = [] } of paginateQuery({ client }, query)) {
    for (const { entry, answer } of items) {
      const bytes = answer instanceof Uint8Array ? answer : new Uint8Array();
      found.set(String(entry).slice(answerWord.length), bytes);
    }
  }
  return found;
}
