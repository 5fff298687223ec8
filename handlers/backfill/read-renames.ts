import { type Failure, unusable } from '../../domain/answer.ts';
import { historyDays } from '../../domain/backfill/event-lookup.ts';
import { type Rename, readRename } from '../../domain/backfill/former-names.ts';
import type { Region } from '../../domain/ids.ts';
import { type Instant, plusDays } from '../../domain/time.ts';
import { failureOf } from '../../infra/aws/failure.ts';
import type { EventLookup } from '../../infra/ports/event-lookup.ts';
import { eventPages } from './event-pages.ts';

/** The account's renames as far as the event history tells; `failure` says why it does not tell them all. */
export interface Renames {
  readonly renames: readonly Rename[];
  readonly region: Region;
  readonly failure: Failure | undefined;
}

/** Far beyond what people change of users in 90 days. */
const mostPages = 200;

/** Where the partition of these Regions logs its calls to IAM. */
function regionOfIam([region]: readonly Region[]): Region {
  if (region?.startsWith('cn-')) return 'cn-north-1' as Region;
  return (region?.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1') as Region;
}

/** Asks once for the account's calls of UpdateUser. Never throws. */
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
