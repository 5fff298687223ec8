import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Checkpoint } from '../../../domain/archive/archive-checkpoint.ts';
import type { Malformed } from '../../../domain/cloudtrail/record.ts';
import type { AccountId } from '../../../domain/ids.ts';
import { checkpointEntry, parseEntry, readEntry } from '../../../domain/sightings/entry.ts';
import type { ArchiveCheckpoints } from '../../ports/archive-checkpoints.ts';
import { documentClientOf } from './document-client.ts';

/** Raise it when this version reads more than earlier ones: then finished objects are read again. */
const format = 1;

/** A mark takes 8 bytes and an item at most 400 KB. More marks go into further items. */
const markBytes = 8;
const marksAnItem = 30_000;

/** A sort key has at most 1,024 bytes. A folder with a longer name has no checkpoint: every scan reads it again. */
const longestFolder = 1000;

/** Checkpoints in the same table, one partition for each bucket: `archive#BUCKET`, entries `/FOLDER/`, `/FOLDER/#1`. */
export function dynamodbCheckpoints(client: DynamoDBClient, tableName: string): ArchiveCheckpoints {
  const documents = documentClientOf(client);
  return {
    readCheckpoints: async (bucket, prefix) => {
      const found = new Map<string, Checkpoint>();
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'accountId = :a AND begins_with(entry, :e)',
        ExpressionAttributeValues: { ':a': `archive#${bucket}`, ':e': checkpointEntry(prefix, 0) },
        ConsistentRead: true,
      };
      for await (const { Items } of paginateQuery({ client: documents }, query)) {
        for (const item of Items ?? []) addItem(found, item);
      }
      return found;
    },
    writeCheckpoint: async (bucket, { folder, settled, objects, finished, accounts, gaps }) => {
      if (Buffer.byteLength(folder) > longestFolder) return 0;
      const marks = Buffer.from([...finished].join(''), 'latin1');
      const parts = Math.max(1, Math.ceil(finished.size / marksAnItem));
      for (let part = parts - 1; part >= 0; part--) {
        const marksOfPart = marks.subarray(part * marksAnItem * markBytes, (part + 1) * marksAnItem * markBytes);
        const key = { accountId: `archive#${bucket}`, entry: checkpointEntry(folder, part) };
        const Item = {
          ...key,
          format,
          objects,
          settled,
          accounts,
          ...(marksOfPart.length > 0 && { finished: marksOfPart }),
          ...(part === 0 && { gaps }),
        };
        await documents.send(new PutCommand({ TableName: tableName, Item }));
      }
      return parts;
    },
  };
}

function addItem(found: Map<string, Checkpoint>, item: Record<string, unknown>): void {
  if (item['format'] !== format) return;
  const entry = parseEntry(item['entry']);
  const form = entry === undefined ? undefined : readEntry(entry);
  if (form?.kind !== 'checkpoint') return;
  const { folder } = form;
  const known = found.get(folder);
  if (known?.settled === true) return;
  const settled = item['settled'] === true;
  const finished = settled ? [] : [...(known?.finished ?? []), ...marksOf(item['finished'])];
  const accounts = [...new Set([...(known?.accounts ?? []), ...(item['accounts'] as AccountId[])])];
  const objects = settled ? (item['objects'] as number) : finished.length;
  const gaps = [...(known?.gaps ?? []), ...((item['gaps'] as Malformed[] | undefined) ?? [])];
  found.set(folder, { folder, settled, objects, finished: new Set(finished), accounts, gaps });
}

function marksOf(bytes: unknown): string[] {
  const text = bytes instanceof Uint8Array ? Buffer.from(bytes).toString('latin1') : '';
  return Array.from({ length: text.length / markBytes }, (_, at) => text.slice(at * markBytes, (at + 1) * markBytes));
}
