/** Reads the renames of users from the event history. */

import { type Failure, unusable } from '../../domain/answer.ts';
import { historyDays } from '../../domain/backfill/event-lookup.ts';
import { type Rename, readRename } from '../../domain/backfill/former-names.ts';
import type { Region } from '../../domain/ids.ts';
import { type Instant, plusDays } from '../../domain/time.ts';
import { failureOf } from '../../infra/aws/failure.ts';
import type { EventLookup } from '../../infra/ports/event-lookup.ts';
import { eventPages } from './event-pages.ts';

/** The account's renames in the event history; `failure` says why some may be missing. */
export interface Renames {
  readonly renames: readonly Rename[];
  readonly region: Region;
  readonly failure: Failure | undefined;
}

/** Far more pages than the changes of users in 90 days fill. */
const mostPages = 200;

/** The Region where the partition of these Regions logs calls to IAM. */
function regionOfIam([region]: readonly Region[]): Region {
  if (region?.startsWith('cn-')) return 'cn-north-1' as Region;
  return (region?.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1') as Region;
}

/** Reads the account's calls of UpdateUser once. Never throws. */
export async function readRenames(history: EventLookup, regions: readonly Region[], now: Instant): Promise<Renames> {
  const region = regionOfIam(regions);
  const question = {
    region,
    attribute: 'EventName',
    value: 'UpdateUser',
    from: plusDays(now, -historyDays),
    to: now,
  } as const;
  const renames: Rename[] = [];
  let pages = 0;
  try {
    for await (const { events, isLast } of eventPages(history, question)) {
      for (const { record } of events) {
        const rename = readRename(record);
        if (rename !== undefined) renames.push(rename);
      }
      if (isLast) return { renames, region, failure: undefined };
      if (++pages === mostPages) break;
    }
    return { renames, region, failure: unusable('too many events') };
  } catch (error) {
    return { renames, region, failure: failureOf(error) };
  }
}
