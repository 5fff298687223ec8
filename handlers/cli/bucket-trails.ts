/** What `verify` asks AWS for. */

import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { ArchiveSelection } from '../../domain/archive/archive-selection.ts';
import { parseTrailLocation, type TrailLocation, trailUrl } from '../../domain/archive/trail-location.ts';
import type { FoundDigest } from '../../domain/digests/check-digests.ts';
import type { PublicKeys } from '../../domain/digests/public-key.ts';
import { groupBy } from '../../domain/group-by.ts';
import { plusDays } from '../../domain/time.ts';
import { listPublicKeys } from '../../infra/aws/cloudtrail/public-keys.ts';
import { failureOf } from '../../infra/aws/failure.ts';
import { archiveClient } from '../../infra/aws/s3/s3-client.ts';
import { archiveFailureOf } from '../../infra/aws/s3/s3-failure.ts';
import { listFolder } from '../../infra/aws/s3/s3-listing.ts';
import { openObject } from '../../infra/aws/s3/s3-object.ts';
import { LiveFailure } from '../aws-unavailable.ts';
import { bucketTrail, type TrailStore } from '../verify/bucket-trail.ts';
import { optionsOf } from './options/option-problems.ts';

/** The places behind URLs, each with its store. `close` ends the connections. */
export function bucketStores(urls: readonly string[]) {
  const client = archiveClient(process.env);
  const stores = urls.map((url) => {
    const location = optionsOf(parseTrailLocation(url));
    return { url, location, store: storeOf(client, location) };
  });
  return { stores, close: () => client.destroy() };
}

/** The selected part of the trails behind URLs, by the URL. `close` ends the connections. */
export function bucketTrails(urls: readonly string[], selection: ArchiveSelection) {
  const { stores, close } = bucketStores(urls);
  const trails = stores.map(({ url, location, store }) => [url, bucketTrail(location, store, selection)] as const);
  return { trails: new Map(trails), close };
}

function storeOf(client: ReturnType<typeof archiveClient>, { bucket, prefix }: TrailLocation): TrailStore {
  const fail = async (error: unknown): Promise<never> => {
    const region = await client.config.region().catch(() => undefined);
    const { message, mayPass } = archiveFailureOf(error, trailUrl(bucket, prefix), region);
    throw new LiveFailure(message, mayPass, error);
  };
  return {
    list: (request) => listFolder(client, bucket, request).catch(fail),
    open: (named) => openObject(client, { bucket: named.bucket, key: named.object }).catch(fail),
  };
}

/** A backfill digest may be signed by a key of a later time. */
const laterDays = 7;

/** The keys of every home Region for the time of its digests. Throws LiveFailure where AWS gives none. */
export async function askForPublicKeys(digests: readonly FoundDigest[]): Promise<PublicKeys> {
  const keys = new Map<string, string>();
  for (const times of groupBy(
    digests.map(({ digest }) => digest),
    ({ home }) => home,
  )) {
    const [{ home, from: start }] = times;
    const from = times.reduce((first, each) => (each.from < first ? each.from : first), start);
    const to = times.reduce((last, each) => (each.to > last ? each.to : last), from);
    const client = new CloudTrailClient({ region: home });
    const found = await listPublicKeys(client, from, plusDays(to, laterDays))
      .catch((error: unknown) => refuseKeys(home, error))
      .finally(() => client.destroy());
    for (const [fingerprint, key] of found) keys.set(fingerprint, key);
  }
  return keys;
}

function refuseKeys(home: string, error: unknown): never {
  const { kind, why } = failureOf(error);
  const todo = 'give --profile, or --public-keys with the answer of aws cloudtrail list-public-keys';
  const mayPass = kind === 'throttled' || kind === 'unreachable';
  throw new LiveFailure(`no public keys from ${home}: ${why}; ${todo}`, mayPass, error);
}
