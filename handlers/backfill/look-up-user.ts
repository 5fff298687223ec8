/** Looks up one user in one Region. */

import type { Lookup } from '../../domain/backfill/backfill-plan.ts';
import { type FoundSighting, readPage } from '../../domain/backfill/event-lookup.ts';
import {
  concludeLookup,
  type LookupResult,
  type NameReading,
  searchFrom,
} from '../../domain/backfill/lookup-result.ts';
import type { Region } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { EventLookup } from '../../infra/ports/event-lookup.ts';
import { eventPages } from './event-pages.ts';

/** The conditions of a lookup. */
export interface LookupTerms {
  readonly history: EventLookup;
  /** The most pages to read of one user in one Region. */
  readonly pages: number;
  /** Whether the renames of the account could be read. */
  readonly namesKnown: boolean;
  /** Called before each further page; true ends the lookup without a result. */
  readonly isOver: () => boolean;
}

export interface UserReading extends LookupResult {
  readonly sightings: readonly FoundSighting[];
}

/**
 * Searches one Region for one user's events up to `to`, by each name that the user had, newest first, until one is the
 * user's. Undefined where `isOver` ended it. Throws where a page did not come.
 */
export async function lookUpUser(
  { target, createdAt, known }: Lookup,
  region: Region,
  to: Instant,
  terms: LookupTerms,
): Promise<UserReading | undefined> {
  const from = searchFrom(to, createdAt, known.get(region));
  const sightings: FoundSighting[] = [];
  const readings: NameReading[] = [];
  let pagesLeft = terms.pages;
  for (const value of target.names) {
    const question = { region, attribute: 'Username', value, from, to } as const;
    let reading: NameReading = { kind: 'whole' };
    let readTo: Instant | undefined;
    for await (const { events, isLast } of eventPages(terms.history, question)) {
      const page = readPage(target, events, to);
      sightings.push(...page.named);
      if (page.kind === 'found') {
        sightings.push(page.found);
        reading = { kind: 'found', at: page.found.sighting.at };
        break;
      }
      readTo = page.readTo ?? readTo;
      pagesLeft--;
      if (page.kind === 'unreadable') reading = { kind: 'cut', readTo, why: `a record cannot be read: ${page.field}` };
      else if (!isLast && pagesLeft <= 0) reading = { kind: 'cut', readTo, why: 'too many events under this name' };
      if (reading.kind === 'cut' || isLast) break;
      if (terms.isOver()) return undefined;
    }
    readings.push(reading);
  }
  return { ...concludeLookup(readings, { from, to, createdAt, namesKnown: terms.namesKnown }), sightings };
}
