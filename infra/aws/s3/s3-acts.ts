import { ListObjectsV2Command, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { AccountId } from '../../../domain/ids.ts';
import type { ActRecords, PlacedRecord } from '../../ports/act-store.ts';
import { openObject } from './s3-object.ts';

/** Where records lie: a bucket, and what their keys begin with: empty, or with a slash at its end. */
export interface EvidencePlace {
  readonly bucket: string;
  readonly prefix: string;
}

const digits = 6;

/** Records of acts as objects, `PREFIX123456789012/000001.json`. An object is put only where there is none. */
export function s3Acts(client: S3Client, { bucket, prefix }: EvidencePlace): ActRecords {
  const folderOf = (accountId: AccountId) => `${prefix}${accountId}/`;
  const keyOf = (accountId: AccountId, sequence: number) =>
    `${folderOf(accountId)}${`${sequence}`.padStart(digits, '0')}.json`;
  return {
    putAct: async (accountId, sequence, text) => {
      const object = { Bucket: bucket, Key: keyOf(accountId, sequence), Body: text, ContentType: 'application/json' };
      return putIfNone(client, object);
    },
    readAct: (accountId, sequence) => readText(client, bucket, keyOf(accountId, sequence)),
    readActs: async (accountId) => {
      const records: PlacedRecord[] = [];
      for (const key of await keysIn(client, bucket, folderOf(accountId))) {
        const [, place] = /\/(\d{6})\.json$/.exec(key) ?? [];
        const text = place === undefined ? undefined : await readText(client, bucket, key);
        if (text !== undefined) records.push({ sequence: Number(place), text });
      }
      return records;
    },
  };
}

/** `ConditionalRequestConflict`: another put of the same key was at work; whoever reads next sees which one won. */
const isTaken = /^(?:PreconditionFailed|ConditionalRequestConflict)$/;

async function putIfNone(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string; readonly Body: string; readonly ContentType: string },
): Promise<boolean> {
  try {
    await client.send(new PutObjectCommand({ ...object, IfNoneMatch: '*' }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && isTaken.test(error.name)) return false;
    throw error;
  }
}

async function keysIn(client: S3Client, bucket: string, folder: string): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: folder, Delimiter: '/', ContinuationToken: token }),
    );
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  return keys.sort();
}

async function readText(client: S3Client, bucket: string, key: string): Promise<string | undefined> {
  const opened = await openObject(client, { bucket, key });
  if (opened.kind === 'missing') return undefined;
  if (opened.kind !== 'open') throw new Error(`s3://${bucket}/${key} cannot be read: ${opened.why}`);
  const parts: Uint8Array[] = [];
  for await (const part of opened.bytes) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
