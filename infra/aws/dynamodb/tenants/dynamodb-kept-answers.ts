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
  const headOf = (accountId: AccountId) => keyOf(accountId, 'reading');
  const answerOf = (accountId: AccountId, key: string) => keyOf(accountId, `${answerWord}${key}`);
  const get = async (Key: EntryKey) =>
    (await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  const remove = async (Key: EntryKey) => void (await documents.send(new DeleteCommand({ TableName, Key })));
  const forget = async (accountId: AccountId) => {
    for await (const key of answersIn(documents, TableName, accountId)) await remove(key);
  };
  return {
    forget,
    unfinished: async (accountId) => parseTime((await get(headOf(accountId)))?.['startedAt']),
    begin: async (accountId, startedAt) => {
      await forget(accountId);
      await documents.send(new PutCommand({ TableName, Item: { ...headOf(accountId), startedAt } }));
    },
    find: async (accountId, key) => {
      const answer: unknown = (await get(answerOf(accountId, key)))?.['answer'];
      return answer instanceof Uint8Array ? answer : undefined;
    },
    keep: async (accountId, key, answer) => {
      if (answer.length > mostBytes) return;
      await documents.send(new PutCommand({ TableName, Item: { ...answerOf(accountId, key), answer } }));
    },
    end: async (accountId) => {
      await remove(headOf(accountId));
      await forget(accountId);
    },
  };
}

/** The keys of a tenant's answers. */
async function* answersIn(
  client: ReturnType<typeof documentClientOf>,
  TableName: string,
  accountId: AccountId,
): AsyncGenerator<EntryKey> {
  const { accountId: partition, entry: prefix } = keyOf(accountId, answerWord);
  const query = {
    TableName,
    KeyConditionExpression: 'accountId = :a AND begins_with(entry, :e)',
    ExpressionAttributeValues: { ':a': partition, ':e': prefix },
    ProjectionExpression: 'entry',
    ConsistentRead: true,
  };
  for await (const { Items: items = [] } of paginateQuery({ client }, query)) {
    for (const { entry } of items) yield { accountId: partition, entry: String(entry) };
  }
}
