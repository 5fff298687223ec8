import type { LookedUpEvent } from '../../domain/backfill/event-lookup.ts';
import type { Region } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';

/** One search of CloudTrail's event history in one Region: management events with this attribute; times inclusive. */
export interface LookupQuestion {
  readonly region: Region;
  readonly attribute: 'Username' | 'EventName';
  readonly value: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** Some events, newest first, and the token of the next ones; undefined where there are no more. */
export interface EventPage {
  readonly events: readonly LookedUpEvent[];
  readonly next: string | undefined;
}

/** CloudTrail's event history of the last 90 days, page by page, at the pace that CloudTrail allows. */
export interface EventLookup {
  /** `token` is of the page before, of the same search. Throws where a page did not come after all retries. */
  page(question: LookupQuestion, token: string | undefined): Promise<EventPage>;
  close(): void;
}
