/** Reads the search for references that the table keeps. */

import { parseRegion, parseUserId, type Region } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { isListOf, isNumber, isObjectOf, isOneOf, isText, parsedBy, type Shape } from '../shape.ts';
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

/** The search in an item; undefined where there is none that this version can read. */
export function readReferences({ format, references }: JsonObject): FoundReferences | undefined {
  return format === referencesFormat && isReferences(references) ? references : undefined;
}
