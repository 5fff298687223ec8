import { parseSelection, type RawSelection } from '../../domain/archive/archive-selection.ts';
import { parseTrailLocation, type TrailLocation, trailUrl } from '../../domain/archive/trail-location.ts';
import type { Instant } from '../../domain/time.ts';
import { archiveClient } from '../../infra/aws/s3/s3-client.ts';
import { archiveFailureOf, isDenial } from '../../infra/aws/s3/s3-failure.ts';
import { listFolder } from '../../infra/aws/s3/s3-listing.ts';
import { openObject } from '../../infra/aws/s3/s3-object.ts';
import type { ReadArchivePorts } from '../archive/archive-ports.ts';
import type { ArchiveReading } from '../archive/archive-tally.ts';
import { type ArchiveRequest, readArchive } from '../archive/read-archive.ts';
import { LiveFailure } from '../aws-unavailable.ts';
import { InputError } from '../input-error.ts';
import { archiveProgress } from './archive-progress.ts';
import type { OpenTable } from './open-table.ts';
import { clockTime } from './settings-options.ts';

export interface ArchiveOptions extends RawSelection {
  readonly again?: boolean;
}

/** Some seconds of reading. */
const sliceObjects = 500;

/** What was asked for of archives. Throws InputError naming all that is wrong. */
export function archiveRequests(urls: readonly string[], options: ArchiveOptions, now: Instant): ArchiveRequest[] {
  const selection = parseSelection(options);
  const locations = urls.map(parseTrailLocation);
  const problems = [
    ...('problems' in selection ? selection.problems : []),
    ...locations.flatMap((location) => ('problem' in location ? [location.problem] : [])),
  ];
  if (problems.length > 0 || 'problems' in selection) throw new InputError(problems.join('\n'));
  const clock = clockTime();
  const common = { selection, now, settleAt: now < clock ? now : clock, again: options.again === true, sliceObjects };
  return locations.flatMap((location) => ('problem' in location ? [] : [{ ...common, location }]));
}

/** Reads archives of S3 into the table, one after the other. */
export async function scanArchives(requests: readonly ArchiveRequest[], table: OpenTable): Promise<ArchiveReading[]> {
  const client = archiveClient(process.env);
  const progress = archiveProgress();
  try {
    const readings: ArchiveReading[] = [];
    for (const request of requests) {
      const store = storeOf(client, request.location);
      readings.push(await readArchive(request, { ...store, table, checkpoints: table, progress }));
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
      try {
        return await listFolder(client, bucket, request);
      } catch (error) {
        if (isDenial(error) && request.prefix !== prefix) return { denied: (error as Error).name };
        return fail(error);
      }
    },
    open: (key) => openObject(client, { bucket, key }).catch(fail),
  };
}
