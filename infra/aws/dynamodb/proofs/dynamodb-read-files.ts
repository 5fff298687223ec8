import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { nameOf } from '../../../../domain/digests/check-digests.ts';
import type { NamedObject } from '../../../../domain/digests/digest.ts';
import { groupBy } from '../../../../domain/group-by.ts';
import type { ArchiveProofs, ReadFile } from '../../../ports/archive-proofs.ts';
import { archivePartition } from '../checkpoint-item.ts';
import { isRefusal } from '../independent-write.ts';
import { markedFile, markOf, marksEntry } from './read-file-item.ts';

const itemsAtOnce = 8;

/** Marks of log files: sets of text, so that several writers at once lose nothing. */
export function dynamodbReadFiles(
  documents: DynamoDBDocumentClient,
  TableName: string,
): Pick<ArchiveProofs, 'keepReadFiles' | 'readFiles' | 'forgetReadFiles'> {
  const change = async (place: Place, action: 'ADD' | 'DELETE', files: readonly ReadFile[]) => {
    const values = { ':m': new Set(files.map(markOf)) };
    const expression = { UpdateExpression: `${action} marks :m`, ExpressionAttributeValues: values };
    await documents.send(new UpdateCommand({ TableName, Key: place, ...expression }));
  };
  return {
    keepReadFiles: async (files) => {
      const keep = async ([place, some]: InPlace<ReadFile>) => {
        await change(place, 'ADD', some).catch(unlessFull);
      };
      await pMap(byPlace(files), keep, { concurrency: itemsAtOnce });
    },
    readFiles: async (files) => {
      const found = new Map<string, ReadFile>();
      const read = async ([Key, some]: InPlace<(typeof files)[number]>) => {
        const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
        const marks = Item?.['marks'] instanceof Set ? (Item['marks'] as ReadonlySet<string>) : new Set<string>();
        for (const file of some) {
          const marked = markedFile(file, marks);
          if (marked !== undefined) found.set(nameOf(file), marked);
        }
      };
      await pMap(byPlace(files), read, { concurrency: itemsAtOnce });
      return found;
    },
    forgetReadFiles: async (files) => {
      const forget = async ([place, some]: InPlace<ReadFile>) => {
        await change(place, 'DELETE', some);
        await documents
          .send(new DeleteCommand({ TableName, Key: place, ConditionExpression: 'attribute_not_exists(marks)' }))
          .catch(unlessRefused);
      };
      await pMap(byPlace(files), forget, { concurrency: itemsAtOnce });
    },
  };
}

interface Place {
  readonly accountId: string;
  readonly entry: string;
}

type InPlace<T> = readonly [Place, readonly T[]];

function byPlace<T extends NamedObject>(files: readonly T[]): InPlace<T>[] {
  const placed = files.flatMap((file) => {
    const entry = marksEntry(file.object);
    return entry === undefined ? [] : [{ place: { accountId: archivePartition(file.bucket), entry }, file }];
  });
  const groups = groupBy(placed, ({ place }) => `${place.accountId}\n${place.entry}`);
  return groups.map((group) => [group[0].place, group.map(({ file }) => file)]);
}

/** An item that is full takes no more marks: the digest reads its log files again. */
function unlessFull(error: unknown): void {
  const isFull = error instanceof DynamoDBServiceException && /item size/i.test(error.message);
  if (!isFull) throw error;
}

function unlessRefused(error: unknown): void {
  if (!isRefusal(error)) throw error;
}
