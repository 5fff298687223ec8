import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { hoursByMonth, mergeProvenHours, type ProvenHours } from '../../../../domain/coverage/proven-hours.ts';
import { type ChainName, type ChainState, joinChains } from '../../../../domain/digests/chain-state.ts';
import { proofEntry } from '../../../../domain/sightings/entry.ts';
import type { ArchiveProofs } from '../../../ports/archive-proofs.ts';
import { proofIn } from '../account-days.ts';
import { archivePartition } from '../checkpoint-item.ts';
import { documentClientOf } from '../document-client.ts';
import { queriesOf } from '../dynamodb-queries.ts';
import { isRefusal } from '../independent-write.ts';
import type { Item } from '../sighting-item.ts';
import { chainAttributes, chainEntry, chainStateOf, chainsOfTrail, knownChainOf } from './chain-item.ts';
import { dynamodbGathering } from './dynamodb-gathering.ts';
import { dynamodbPublicKeys } from './dynamodb-public-keys.ts';
import { dynamodbReadFiles } from './dynamodb-read-files.ts';
import { changeOfTrail, changeOfTrailItem, changesOfTrail } from './trail-change-item.ts';

/** Says of a bucket that it holds digests. */
const digestsEntry = 'digests';
/** A trail's name, or an id of an event, that makes a longer key is not CloudTrail's. */
const longestEntry = 1000;

/** The memory of the ingest of digests, in the partition `archive#BUCKET` of the same table. */
export function dynamodbArchiveProofs(client: DynamoDBClient, TableName: string): ArchiveProofs {
  const documents = documentClientOf(client);
  const { inPartition } = queriesOf(documents, TableName);
  const get = async (accountId: string, entry: string): Promise<Item | undefined> =>
    (await documents.send(new GetCommand({ TableName, Key: { accountId, entry }, ConsistentRead: true }))).Item;
  const beginningWith = (bucket: string, beginning: string) =>
    inPartition(archivePartition(bucket), ' AND begins_with(entry, :e)', { ':e': beginning });
  return {
    ...dynamodbPublicKeys(client, TableName),
    ...dynamodbReadFiles(documents, TableName),
    ...dynamodbGathering(documents, TableName),
    holdsDigests: async (bucket) => (await get(archivePartition(bucket), digestsEntry)) !== undefined,
    noteDigests: async (bucket) => {
      await documents.send(
        new PutCommand({ TableName, Item: { accountId: archivePartition(bucket), entry: digestsEntry } }),
      );
    },
    keepTrailChanges: async (bucket, changes) => {
      for (const change of changes) {
        const item = changeOfTrailItem(change);
        if (Buffer.byteLength(item.entry) > longestEntry) continue;
        await documents.send(new PutCommand({ TableName, Item: { ...item, accountId: archivePartition(bucket) } }));
      }
    },
    readTrailChanges: async (bucket, trail) =>
      (await beginningWith(bucket, changesOfTrail(trail))).flatMap((item) => changeOfTrail(item) ?? []),
    addToChain: (bucket, name, more) => addToChain(documents, TableName, bucket, name, more),
    readChains: async (bucket, trail) =>
      (await beginningWith(bucket, chainsOfTrail(trail))).flatMap((item) => knownChainOf(trail, item) ?? []),
    readProvenHours: async (accountId, region, hours) => {
      const read = async (month: Parameters<typeof proofEntry>[1]) =>
        proofIn(month, (await get(accountId, proofEntry(region, month))) ?? {});
      const months = await pMap(hoursByMonth(hours).keys(), read, { concurrency: 8 });
      return months.reduce<ProvenHours | undefined>(mergeProvenHours, undefined);
    },
  };
}

const triesAtMost = 20;

/** Several writers may join at once: who finds the item changed since it read it, reads it again. */
async function addToChain(
  documents: DynamoDBDocumentClient,
  TableName: string,
  bucket: string,
  name: ChainName,
  more: ChainState,
): Promise<void> {
  const Key = { accountId: archivePartition(bucket), entry: chainEntry(name) };
  for (let tries = 0; tries < triesAtMost; tries++) {
    const { Item: before } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    const revision = Number(before?.['revision'] ?? 0);
    const joined = joinChains(chainStateOf(before), more);
    const Item = { ...Key, ...chainAttributes(name, joined), revision: revision + 1 };
    const condition = {
      ConditionExpression: before === undefined ? 'attribute_not_exists(entry)' : 'revision = :r',
      ...(before !== undefined && { ExpressionAttributeValues: { ':r': revision } }),
    };
    try {
      await documents.send(new PutCommand({ TableName, Item, ...condition }));
      return;
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
  throw new Error(`${Key.entry} was changed by others ${triesAtMost} times in a row`);
}
