/** The digests and log files of a bucket. */

import pMap from 'p-map';
import { folderOf, isSelected, isWhollySelected } from '../../domain/archive/archive-folder.ts';
import { type ArchiveSelection, wholeArchive } from '../../domain/archive/archive-selection.ts';
import { kindOfKey } from '../../domain/archive/trail-key.ts';
import { type TrailLocation, trailUrl } from '../../domain/archive/trail-location.ts';
import type { FoundDigest } from '../../domain/digests/check-digests.ts';
import type { NamedObject } from '../../domain/digests/digest.ts';
import type { Place } from '../../domain/digests/place.ts';
import type { FoundLogFile } from '../../domain/digests/proof-gap.ts';
import type { ListedPage, ListingRequest } from '../../infra/ports/object-listing.ts';
import type { OpenedObject } from '../../infra/ports/opened-object.ts';
import { type ReadForProof, readForProof } from '../../infra/trail/digests/read-for-proof.ts';
import { fetchObject } from '../archive/fetch-object.ts';
import { digestOf } from './folder-trail.ts';
import type { FoundDigests, VerifiedTrail } from './verify.ts';

/** A store of objects. Both throw what cannot be a part of the answer. */
export interface TrailStore {
  list(request: ListingRequest): Promise<ListedPage>;
  open(named: NamedObject): Promise<OpenedObject>;
}

const atOnce = 16;
const signatureField = 'signature';

/**
 * A place in a bucket. Only folders of digests in which something of the selection may lie are listed. A log file is
 * fetched from where its digest says, as `aws cloudtrail validate-logs` does.
 */
export function bucketTrail(
  { bucket, prefix }: TrailLocation,
  store: TrailStore,
  selection = wholeArchive,
): VerifiedTrail {
  return {
    name: trailUrl(bucket, prefix),
    findDigests: () => findDigests({ bucket, prefix }, store, selection),
    readLogFile: async (file): Promise<FoundLogFile> => (await fetchForProof(file, store)).read,
  };
}

async function findDigests(
  { bucket, prefix }: TrailLocation,
  store: TrailStore,
  selection: ArchiveSelection,
): Promise<FoundDigests> {
  const digests: FoundDigest[] = [];
  const unreadable: Place[] = [];
  await pMap(
    digestKeys(prefix, store, selection),
    async (key) => {
      const place: Place = { kind: 'object', bucket, key };
      const { read, metadata } = await fetchForProof({ bucket, object: key }, store);
      const digest = read.kind === 'missing' ? undefined : digestOf(read, place, metadata[signatureField]);
      if (digest !== undefined) digests.push(digest);
      else unreadable.push(place);
    },
    { concurrency: atOnce },
  );
  return { digests, unreadable };
}

/** The objects in folders of digests. Folders of log files and Insights are not listed: they are by far the largest. */
async function* digestKeys(prefix: string, store: TrailStore, selection: ArchiveSelection): AsyncGenerator<string> {
  const deep = kindOfKey(prefix) === 'digest' && isWhollySelected(folderOf(prefix), selection);
  const isWanted = (folder: string) => !isOther(folder) && isSelected(folderOf(folder), selection);
  let token: string | undefined;
  do {
    const page = await store.list({ prefix, deep, token });
    for (const { key } of page.objects) if (kindOfKey(key) === 'digest') yield key;
    for (const folder of page.folders) if (isWanted(folder)) yield* digestKeys(folder, store, selection);
    token = page.next;
  } while (token !== undefined);
}

const isOther = (folder: string): boolean =>
  /\/(?:CloudTrail|CloudTrail-Insight|elasticloadbalancing|vpcflowlogs|Config)\/$/.test(folder);

interface FetchedForProof {
  readonly read: ReadForProof | { readonly kind: 'missing' };
  readonly metadata: { readonly [name: string]: string };
}

async function fetchForProof(named: NamedObject, store: TrailStore): Promise<FetchedForProof> {
  let metadata: FetchedForProof['metadata'] = {};
  const fetched = await fetchObject(async () => {
    const opened = await store.open(named);
    if (opened.kind === 'open') metadata = opened.metadata ?? {};
    return opened;
  });
  switch (fetched.kind) {
    case 'whole':
    case 'stream':
      return { read: await readForProof(fetched.bytes), metadata };
    case 'missing':
      return { read: { kind: 'missing' }, metadata };
    case 'broken':
      throw fetched.cause;
    case 'denied':
    case 'archived':
      return { read: { kind: 'unreadable', why: fetched.why }, metadata };
    default:
      return fetched satisfies never;
  }
}
