/** Opens the log of acts where the settings want it. */

import type { KeyObject } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import { parseTrailLocation } from '../../domain/archive/trail-location.ts';
import type { ActLog, RecordSigner } from '../../infra/ports/act-log.ts';
import type { ActStore } from '../../infra/ports/act-store.ts';
import { InputError } from '../input-error.ts';
import { actLog } from './act-log.ts';

/** Where the records of acts lie, and what signs them. */
export interface EvidenceSettings {
  /** ARN of a key in KMS; undefined: nothing signs the records. */
  readonly evidenceKey?: string | undefined;
  /** `s3://BUCKET/PREFIX`; undefined: the records lie where the table has them. */
  readonly evidenceBucket?: string | undefined;
}

/** The log over a table. KMS's and S3's clients are loaded only where the settings name a key or a bucket. */
export async function openActLog(table: ActStore, settings: EvidenceSettings): Promise<ActLog> {
  return actLog(await openActStore(table, settings), await signerOf(settings));
}

/** The store of a table, with the records in the bucket where there is one. The ends of chains stay in the table. */
export async function openActStore(table: ActStore, { evidenceBucket }: EvidenceSettings): Promise<ActStore> {
  if (evidenceBucket === undefined) return table;
  const location = parseTrailLocation(evidenceBucket);
  if (location.kind === 'wrong') throw new InputError(`evidenceBucket ${evidenceBucket}: give s3://BUCKET/PREFIX`);
  const { archiveClient } = await import('../../infra/aws/s3/s3-client.ts');
  const { s3Acts } = await import('../../infra/aws/s3/s3-acts.ts');
  const { readChainHead, advanceChainHead } = table;
  return { ...s3Acts(archiveClient(process.env), location.value), readChainHead, advanceChainHead };
}

/** The public keys that records are checked with: that of the key, as KMS gives it, where the settings name one. */
export async function publicKeysOf({ evidenceKey }: EvidenceSettings): Promise<KeyObject[]> {
  if (evidenceKey === undefined) return [];
  const { kmsPublicKey } = await import('../../infra/aws/kms/kms-public-key.ts');
  return [await kmsPublicKey(await kmsClientFor(evidenceKey), evidenceKey)];
}

async function signerOf({ evidenceKey }: EvidenceSettings): Promise<RecordSigner | undefined> {
  if (evidenceKey === undefined) return undefined;
  const { kmsSigner } = await import('../../infra/aws/kms/kms-signer.ts');
  return kmsSigner(await kmsClientFor(evidenceKey), evidenceKey);
}

async function kmsClientFor(evidenceKey: string): Promise<KMSClient> {
  const [, , , region] = evidenceKey.split(':');
  if (region === undefined) throw new InputError(`evidenceKey ${evidenceKey}: give the ARN of a key`);
  const { KMSClient } = await import('@aws-sdk/client-kms');
  return new KMSClient({ region });
}
