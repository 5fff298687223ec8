import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { nameOf } from '../../../../domain/digests/check-digests.ts';
import type { DigestedFile } from '../../../../domain/digests/digest.ts';
import { gatheredPlaceOf } from '../../../../domain/digests/gathering.ts';
import { groupBy } from '../../../../domain/group-by.ts';
import type { ArchiveProofs, ReadFile } from '../../../ports/archive-proofs.ts';
import { archivePartition } from '../checkpoint-item.ts';
import { queriesOf } from '../dynamodb-queries.ts';
import type { Item } from '../sighting-item.ts';
import { chainsGathered, gatheredItem } from './gathered-item.ts';
import { filesMarkedIn, gatheredOfGroup, newFilesItem, newFilesOf, newFilesOfGroup } from './new-file-item.ts';

const itemsAtOnce = 8;

type Gathering = Pick<
  ArchiveProofs,
  'keepNewFiles' | 'newFiles' | 'forgetNewFiles' | 'gather' | 'readGathered' | 'forgetGathered'
>;

/** New log files and digests, gathered by groups of accounts. Each write is an item of its own, so nothing is lost. */
export function dynamodbGathering(documents: DynamoDBDocumentClient, TableName: string): Gathering {
  const { inPartition, queryAll } = queriesOf(documents, TableName);
  const put = async (bucket: string, item: Item) => {
    await documents.send(new PutCommand({ TableName, Item: { ...item, accountId: archivePartition(bucket) } }));
  };
  const remove = async (bucket: string, entries: readonly unknown[]) => {
    const send = (entry: unknown) =>
      documents.send(new DeleteCommand({ TableName, Key: { accountId: archivePartition(bucket), entry } }));
    await pMap(entries, send, { concurrency: itemsAtOnce });
  };
  /** Not consistent, at half the price: a mark that is not seen makes its digest wait, or read the log file again. */
  const marksOf = ({ bucket, place }: Placed<DigestedFile>) =>
    queryAll({
      KeyConditionExpression: 'accountId = :a AND begins_with(entry, :e)',
      ExpressionAttributeValues: { ':a': archivePartition(bucket), ':e': newFilesOf(place) },
    });
  return {
    keepNewFiles: async (files) => {
      const keep = ({ bucket, place, some }: Placed<ReadFile>) => put(bucket, newFilesItem(place, some));
      await pMap(byPlace(files), keep, { concurrency: itemsAtOnce });
    },
    newFiles: async (files) => {
      const read = async (placed: Placed<DigestedFile>) => filesMarkedIn(await marksOf(placed), placed.some);
      const found = await pMap(byPlace(files), read, { concurrency: itemsAtOnce });
      return new Map(found.flat().map((file) => [nameOf(file), file]));
    },
    forgetNewFiles: async (bucket, group, before) => {
      const values = { ':first': newFilesOfGroup(group), ':last': `${newFilesOfGroup(group)}${before}` };
      const items = await inPartition(archivePartition(bucket), ' AND entry BETWEEN :first AND :last', values);
      await remove(
        bucket,
        items.map(({ entry }) => entry),
      );
    },
    gather: (bucket, group, at, chains) => put(bucket, gatheredItem(group, at, chains)),
    readGathered: async (bucket, group, before) => {
      const beginning = gatheredOfGroup(group);
      const values = { ':e': beginning };
      const items = await inPartition(archivePartition(bucket), ' AND begins_with(entry, :e)', values);
      const isDue = items.some(({ entry }) => String(entry) < `${beginning}${before}`);
      return isDue ? items.map((item) => ({ id: String(item['entry']), chains: chainsGathered(item) })) : [];
    },
    forgetGathered: (bucket, gathered) =>
      remove(
        bucket,
        gathered.map(({ id }) => id),
      ),
  };
}

interface Placed<T> {
  readonly bucket: string;
  readonly place: NonNullable<ReturnType<typeof gatheredPlaceOf>>;
  readonly some: readonly T[];
}

function byPlace<T extends DigestedFile>(files: readonly T[]): Placed<T>[] {
  const placed = files.flatMap((file) => {
    const place = gatheredPlaceOf(file.object);
    return place === undefined ? [] : [{ place, file }];
  });
  const groups = groupBy(placed, ({ place, file }) => `${newFilesOf(place)} ${file.bucket}`);
  return groups.map((group) => {
    const [{ place, file }] = group;
    return { bucket: file.bucket, place, some: group.map((each) => each.file) };
  });
}
