/** The pages of one search in the event history, also after a lost token. */

import type { LookedUpEvent } from '../../domain/backfill/event-lookup.ts';
import { failureOf } from '../../infra/aws/failure.ts';
import type { EventLookup, EventPage, LookupQuestion } from '../../infra/ports/event-lookup.ts';

export interface EventPageRead {
  readonly events: readonly LookedUpEvent[];
  readonly isLast: boolean;
}

/**
 * The pages that answer a question, newest first. If CloudTrail no longer accepts its token, the search starts again
 * from the oldest event so far, and some events may come twice. Throws where a page did not come.
 */
export async function* eventPages(history: EventLookup, question: LookupQuestion): AsyncGenerator<EventPageRead> {
  let remaining = question;
  let oldest = question.to;
  let token: string | undefined;
  while (true) {
    const page: EventPage | undefined = await history.page(remaining, token).catch((error: unknown) => {
      if (token === undefined || failureOf(error).why !== 'InvalidNextTokenException') throw error;
      return undefined;
    });
    if (page === undefined) {
      remaining = { ...question, to: oldest };
      token = undefined;
      continue;
    }
    oldest = page.events.at(-1)?.at ?? oldest;
    token = page.next;
    yield { events: page.events, isLast: token === undefined };
    if (token === undefined) return;
  }
}
