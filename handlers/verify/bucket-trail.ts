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
import { fetchDigest, fetchForProof } from '../archive/fetch-for-proof.ts';
import type { FoundDigests, VerifiedTrail } from './verify.ts';

/** A store of objects. Both throw what cannot be a part of the answer. */
export interface TrailStore {
  list(request: ListingRequest): Promise<ListedPage>;
  open(named: NamedObject): Promise<OpenedObject>;
}

const atOnce = 16;

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
    readLogFile: async (file): Promise<FoundLogFile> => {
      const { read } = await fetchForProof(file, store.open);
      return read.kind === 'denied' ? { kind: 'unreadable' } : read;
    },
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
      const { digest } = await fetchDigest({ bucket, object: key }, store.open);
      if (digest !== undefined) digests.push(digest);
      else unreadable.push(place);
    },
    { concurrency: atOnce },
  );
  return { digests, unreadable };
}

/** The objects in folders of digests. An account's log files and Insights, by far the largest folders, are left out. */
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
  /(?:^|\/)\d{12}\/(?:CloudTrail|CloudTrail-Insight|elasticloadbalancing|vpcflowlogs|Config)\/$/.test(folder);
