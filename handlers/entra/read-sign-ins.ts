import { isTrailUrl } from '../../domain/archive/trail-location.ts';
import type { AccountId } from '../../domain/ids.ts';
import { isJsonObject, kindOf } from '../../domain/json.ts';
import { tenantIn } from '../../domain/providers/entra/records.ts';
import { foldSignIn, newSignInFold, type SignInFold } from '../../domain/providers/entra/sign-in-fold.ts';
import type { Instant } from '../../domain/time.ts';
import { type OnRecord, readSignInFile, type SignInFileEnd } from '../../infra/entra/sign-in-files.ts';
import { findJsonFiles } from '../../infra/local/json-files.ts';
import type { TrailSource } from '../../infra/trail/bytes/trail-bytes.ts';
import { keepMalformed } from '../live/read-live-log.ts';
import {
  type MalformedRecord,
  nothingSkipped,
  type TrailReading,
  type UnreadableFile,
} from '../trail/trail-reading.ts';

/** The sign-in log, read: as a trail is, and who only failed. */
export interface SignIns {
  readonly reading: TrailReading;
  readonly fold: SignInFold;
}

/** No log was read yet. */
export const emptySignIns = (): SignIns => {
  const fold = newSignInFold();
  const none = { files: 0, skippedFiles: nothingSkipped, unreadable: [], malformedRecords: [] };
  return { fold, reading: { fold: fold.records, ...none } };
};

type OpenedSignIns =
  | { readonly kind: 'open'; readonly source: TrailSource }
  | { readonly kind: 'closed'; readonly why: string };

/** One file of a log, wherever it lies. */
export interface SignInSource {
  readonly name: string;
  /** Opens it, or says why it cannot be opened. Throws where a later try may succeed. */
  readonly open: () => Promise<OpenedSignIns>;
}

/** Finds the files of a bucket, `s3://BUCKET/PREFIX`. */
export type FindInBucket = (url: string) => Promise<readonly SignInSource[]>;

/** The files of paths and of buckets, each once and in the order of their names. */
export async function findSignIns(paths: readonly string[], inBucket?: FindInBucket): Promise<readonly SignInSource[]> {
  const [urls, local] = [paths.filter(isTrailUrl), paths.filter((path) => !isTrailUrl(path))];
  const files = local.length === 0 ? [] : await findJsonFiles(local);
  const ofBuckets: SignInSource[] = [];
  for (const url of new Set(urls)) ofBuckets.push(...((await inBucket?.(url)) ?? []));
  return [
    ...files.map((name) => ({ name, open: async () => ({ kind: 'open' as const, source: name }) })),
    ...ofBuckets,
  ];
}

/**
 * Reads the files of a tenant's sign-in log, one at a time and record by record. A file that cannot be read, or whose
 * export goes on, keeps the silent from being judged and does not stop the others.
 */
export async function readSignIns(
  files: readonly SignInSource[],
  accountId: AccountId,
  now: Instant,
): Promise<SignIns> {
  const { fold, reading } = emptySignIns();
  const unreadable: UnreadableFile[] = [];
  const malformedRecords: MalformedRecord[] = [];
  for (const { name: file, open } of files) {
    const { why, isTruncated } = await readOpened(open, (record, position) => {
      const read = foldSignIn(fold, isJsonObject(record) ? record : { userId: kindOf(record) }, accountId, now);
      if (read.kind === 'malformed') keepMalformed(malformedRecords, { file, position }, read);
    });
    if (why !== undefined) unreadable.push({ file, why });
    if (isTruncated) unreadable.push({ file, why: 'further pages follow and were not given' });
  }
  return { fold, reading: { ...reading, files: files.length, unreadable, malformedRecords } };
}

async function readOpened(open: SignInSource['open'], onRecord: OnRecord): Promise<SignInFileEnd> {
  const opened = await open();
  return opened.kind === 'open' ? readSignInFile(opened.source, onRecord) : { why: opened.why, isTruncated: false };
}

/** The tenants that the records of diagnostic settings name, each once. */
export async function tenantsIn(files: readonly SignInSource[]): Promise<AccountId[]> {
  const tenants = new Set<AccountId>();
  for (const { open } of files) {
    await readOpened(open, (record) => {
      const tenant = tenantIn(record);
      if (tenant !== undefined) tenants.add(tenant);
    });
  }
  return [...tenants];
}
