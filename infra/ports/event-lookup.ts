/** The search of CloudTrail's event history. */

import type { LookedUpEvent } from '../../domain/backfill/event-lookup.ts';
import type { Region } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';

/**
 * One search of CloudTrail's event history in one Region, for management events with this attribute. Times inclusive.
 */
export interface LookupQuestion {
  readonly region: Region;
  readonly attribute: 'Username' | 'EventName';
  readonly value: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** Some events, newest first, and the token of the next page; undefined on the last page. */
export interface EventPage {
  readonly events: readonly LookedUpEvent[];
  readonly next: string | undefined;
}

/** CloudTrail's event history of the last 90 days, page by page, at the pace that CloudTrail allows. */
export interface EventLookup {
  /**
   * One page of the answer. `token` comes from the page before, of the same question; undefined for the first page.
   * Throws where the page did not come after all retries.
   */
  page(question: LookupQuestion, token: string | undefined): Promise<EventPage>;
  /** Closes the clients. Request no page afterwards. */
  close(): void;
}
