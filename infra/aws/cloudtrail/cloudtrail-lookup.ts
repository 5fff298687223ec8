/** CloudTrail's event history, page by page. */

import { type CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { LookedUpEvent } from '../../../domain/backfill/event-lookup.ts';
import type { Region } from '../../../domain/ids.ts';
import { instantOfEpochMs } from '../../../domain/time.ts';
import type { EventLookup } from '../../ports/event-lookup.ts';
import { paceOf } from '../client-pace.ts';

/** Two calls a second, and one millisecond because timers may fire early: no second of any clock has three calls. */
export const lookupEveryMs = 501;

/** The largest page that CloudTrail returns. */
const MaxResults = 50;

/**
 * LookupEvents in any Region. Each Region has its own client and pace: CloudTrail allows an account two calls a second
 * in each Region. `everyMs` is the least time between the starts of two calls, retries included.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function cloudtrailLookup(clientOf: (region: Region) => CloudTrailClient, everyMs: number): EventLookup {
  const clients = new Map<Region, CloudTrailClient>();
  const paced = (region: Region): CloudTrailClient => {
    const client = clients.get(region) ?? keepPace(clientOf(region), everyMs);
    clients.set(region, client);
    return client;
  };
  return {
    page: async ({ region, attribute, value, from, to }, token) => {
      const { Events, NextToken } = await paced(region).send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: attribute, AttributeValue: value }],
          StartTime: new Date(from),
          EndTime: new Date(to),
          MaxResults,
          NextToken: token,
        }),
      );
      return { events: (Events ?? []).map(eventOf), next: NextToken };
    },
    close: () => {
      for (const client of clients.values()) client.destroy();
    },
  };
}

/** Makes the client wait before each request, retries included, as `paceOf` says. */
export function keepPace<C extends Pick<CloudTrailClient, 'middlewareStack'>>(client: C, everyMs: number): C {
  const inPace = paceOf(everyMs);
  client.middlewareStack.add((next) => (args) => inPace(() => next(args)), {
    name: 'keepPace',
    step: 'finalizeRequest',
    priority: 'low',
  });
  return client;
}

function eventOf({ EventTime, CloudTrailEvent }: Event): LookedUpEvent {
  const at = EventTime === undefined ? undefined : instantOfEpochMs(EventTime.getTime());
  return { at, record: recordOf(CloudTrailEvent) };
}

/** The record; a text that is not JSON stays a text, which no reader accepts as a record. */
function recordOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return text;
  }
}
