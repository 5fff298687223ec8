/** Reads the search for references that the table keeps. */

import { parseRegion, parseUserId, type Region, type UserId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { isListOf, isNumber, isObjectOf, isOneOf, isText, parsedBy, type Shape } from '../shape.ts';
import { parseEntry, referencesEntry } from '../sightings/entry.ts';
import { readEntry } from '../sightings/read-entry.ts';
import { parseTime } from '../time.ts';
import {
  type FoundReferences,
  type LookedAt,
  type NamedUser,
  type NotLookedAt,
  type Reference,
  referenceKinds,
} from './reference.ts';

/** The format of the entry. Raise it with every change that an older version would misread. */
export const referencesFormat = 1;

const orNull =
  <T>(isThere: Shape<T>): Shape<T | null> =>
  (value): value is T | null =>
    value === null || isThere(value);

const isRegion: Shape<Region> = parsedBy(parseRegion);
const isPlace = { kind: isOneOf(...referenceKinds), region: orNull(isRegion) };

const isReferences = isObjectOf<FoundReferences>({
  user: isObjectOf<NamedUser>({ userId: parsedBy(parseUserId), userName: isText, arn: isText }),
  askedAt: parsedBy(parseTime),
  regions: isListOf(isRegion),
  regionsLeftOut: isListOf(isRegion),
  doubts: isListOf(isText),
  lookedAt: isListOf(isObjectOf<LookedAt>({ ...isPlace, resources: isNumber })),
  notLookedAt: isListOf(
    isObjectOf<NotLookedAt>({
      ...isPlace,
      why: isText,
      resources: orNull(isObjectOf({ count: isNumber, first: isText })),
    }),
  ),
  found: isListOf(
    isObjectOf<Reference>({
      ...isPlace,
      resource: isText,
      where: isText,
      by: isOneOf('arn', 'unique-id', 'name'),
    }),
  ),
  places: isNumber,
});

/** The latest searches among the items of the table, by the users that they are about. */
export function allReferencesIn(items: readonly JsonObject[]): ReadonlyMap<UserId, FoundReferences> {
  const found = items.flatMap((item) => {
    const entry = parseEntry(item['entry']);
    const form = entry === undefined ? undefined : readEntry(entry);
    const references = form?.kind === 'references' ? referencesIn([item], form.userId) : undefined;
    return references === undefined ? [] : [[references.user.userId, references] as const];
  });
  return new Map(found);
}

/** The latest search about the user among the items of the table; undefined where this version can read none. */
export function referencesIn(items: readonly JsonObject[], userId: UserId): FoundReferences | undefined {
  const item = items.find(({ entry }) => entry === referencesEntry(userId));
  const references = item?.['format'] === referencesFormat ? item['references'] : undefined;
  return isReferences(references) && references.user.userId === userId ? references : undefined;
}
