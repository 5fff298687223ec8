import { parseSelection, type RawSelection } from '../../../../domain/archive/archive-selection.ts';
import { parseTrailLocation, type TrailLocation, trailUrl } from '../../../../domain/archive/trail-location.ts';
import { both, every } from '../../../../domain/parsed.ts';
import type { Instant } from '../../../../domain/time.ts';
import { tryAsk } from '../../../../infra/aws/answer.ts';
import { archiveClient } from '../../../../infra/aws/s3/s3-client.ts';
import { archiveFailureOf, isDeniedByS3 } from '../../../../infra/aws/s3/s3-failure.ts';
import { listFolder } from '../../../../infra/aws/s3/s3-listing.ts';
import { openObject } from '../../../../infra/aws/s3/s3-object.ts';
import type { ReadArchivePorts } from '../../../archive/archive-ports.ts';
import type { ArchiveReading } from '../../../archive/archive-tally.ts';
import { type ArchiveRequest, readArchive } from '../../../archive/read-archive.ts';
import { LiveFailure } from '../../../aws-unavailable.ts';
import { clockTime } from '../../../clock.ts';
import type { TrailReading } from '../../../trail/trail-reading.ts';
import type { OpenTable } from '../../open-table.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import { optionsOf } from '../../options/option-problems.ts';
import { archiveProgress } from '../../progress/archive-progress.ts';

export interface ArchiveOptions extends RawSelection {
  readonly again?: boolean;
  readonly prove?: boolean;
  readonly publicKeys?: readonly string[];
}

/** Some seconds of reading. */
const sliceObjects = 500;

/** What was asked for of archives. Throws InputError naming all that is wrong. */
export function archiveRequests(urls: readonly string[], options: ArchiveOptions, now: Instant): ArchiveRequest[] {
  const [selection, locations] = optionsOf(both(parseSelection(options), every(urls.map(parseTrailLocation))));
  const clock = clockTime();
  const how = { again: options.again === true, prove: options.prove === true, sliceObjects };
  const common = { selection, now, settleAt: now < clock ? now : clock, ...how };
  return locations.map((location) => ({ ...common, location }));
}

/** Reads archives of S3 into the table, one after the other, and checks their digests where that was asked for. */
export async function scanArchives(
  requests: readonly ArchiveRequest[],
  table: OpenTable,
  options: CommonOptions & ArchiveOptions,
): Promise<(ArchiveReading & Pick<TrailReading, 'checked'>)[]> {
  const client = archiveClient(process.env);
  const progress = archiveProgress(options);
  try {
    const readings: (ArchiveReading & Pick<TrailReading, 'checked'>)[] = [];
    for (const request of requests) {
      const store = storeOf(client, request.location);
      readings.push(await readArchive(request, { ...store, table, checkpoints: table, progress }));
    }
    progress.stop();
    for (const [index, { location, selection }] of requests.entries()) {
      const reading = readings[index];
      if (reading?.provable === undefined) continue;
      const { checkArchive } = await import('./check-digests.ts');
      readings[index] = { ...reading, checked: await checkArchive(reading, location, selection, options, table) };
    }
    return readings;
  } finally {
    progress.stop();
    client.destroy();
  }
}

type Client = ReturnType<typeof archiveClient>;

/** The archive at its place in S3, its failures in words. */
function storeOf(client: Client, { bucket, prefix }: TrailLocation): Pick<ReadArchivePorts, 'list' | 'open'> {
  const where = trailUrl(bucket, prefix);
  const fail = async (error: unknown): Promise<never> => {
    const region = await client.config.region().catch(() => undefined);
    const { message, mayPass } = archiveFailureOf(error, where, region);
    throw new LiveFailure(message, mayPass, error);
  };
  return {
    list: async (request) => {
      const page = await tryAsk('s3:ListBucket', () => listFolder(client, bucket, request));
      const isOfFolder = page.kind === 'failed' && isDeniedByS3(page.cause) && request.prefix !== prefix;
      return page.kind === 'answered' || isOfFolder ? page : fail(page.cause);
    },
    open: (key) => openObject(client, { bucket, key }).catch(fail),
  };
}
