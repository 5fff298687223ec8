import type { AccountId } from '../../domain/ids.ts';
import { isJsonObject, kindOf } from '../../domain/json.ts';
import { tenantIn } from '../../domain/providers/entra/records.ts';
import { foldSignIn, newSignInFold, type SignInFold } from '../../domain/providers/entra/sign-in-fold.ts';
import type { Instant } from '../../domain/time.ts';
import { readSignInFile } from '../../infra/entra/sign-in-files.ts';
import { InventoryFileError } from '../../infra/local/inventory-file-error.ts';
import { findJsonFiles } from '../../infra/local/json-files.ts';
import { type MalformedRecord, malformedKept, type TrailReading, type UnreadableFile } from '../trail/trail-reading.ts';

/** The sign-in log, read: as a trail is, and who only failed. */
export interface SignIns {
  readonly reading: TrailReading;
  readonly fold: SignInFold;
}

/** No log was read yet. */
export const emptySignIns = (): SignIns => {
  const fold = newSignInFold();
  const skippedFiles = { digest: 0, insight: 0, other: 0 };
  return { fold, reading: { fold: fold.records, files: 0, skippedFiles, unreadable: [], malformedRecords: [] } };
};

/**
 * Reads the files of a tenant's sign-in log, one at a time. A file that cannot be read, or whose export goes on, keeps
 * the silent from being judged and does not stop the others.
 */
export async function readSignIns(paths: readonly string[], accountId: AccountId, now: Instant): Promise<SignIns> {
  const files = await findJsonFiles(paths);
  const { fold, reading } = emptySignIns();
  const unreadable: UnreadableFile[] = [];
  const malformedRecords: MalformedRecord[] = [];
  for (const file of files) {
    const read = await readOrWhy(file);
    if (typeof read === 'string') {
      unreadable.push({ file, why: read });
      continue;
    }
    if (read.isTruncated) unreadable.push({ file, why: 'further pages follow and were not given' });
    const malformed = read.records.flatMap((record, index) => foldOne(fold, record, accountId, now, index));
    malformedRecords.push(...malformed.map((each) => ({ file, ...each })));
  }
  const kept = malformedRecords.slice(0, malformedKept);
  return { fold, reading: { ...reading, files: files.length, unreadable, malformedRecords: kept } };
}

async function readOrWhy(file: string) {
  try {
    return await readSignInFile(file);
  } catch (error) {
    if (!(error instanceof InventoryFileError)) throw error;
    return error.message.replace(`${file}: `, '');
  }
}

function foldOne(fold: SignInFold, record: unknown, accountId: AccountId, now: Instant, index: number) {
  const reading = foldSignIn(fold, isJsonObject(record) ? record : { userId: kindOf(record) }, accountId, now);
  return reading.kind === 'malformed'
    ? [{ position: `record ${index + 1}`, field: reading.field, why: reading.why }]
    : [];
}

/** The tenants that the records of diagnostic settings name, each once. */
export async function tenantsIn(paths: readonly string[]): Promise<AccountId[]> {
  const files = await findJsonFiles(paths);
  const read = await Promise.all(files.map(readOrWhy));
  const records = read.flatMap((file) => (typeof file === 'string' ? [] : file.records));
  return [...new Set(records.flatMap((record) => tenantIn(record) ?? []))];
}
