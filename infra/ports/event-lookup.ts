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
  /**
   * One page of the answer. `token` is of the page before, to the same question; undefined asks for the first. Throws
   * where a page did not come, however often it was tried.
   */
  page(question: LookupQuestion, token: string | undefined): Promise<EventPage>;
  /** Ends the clients; no page is asked for afterwards. */
  close(): void;
}
