/** The items that hold calls that changed what a trail records. */

import type { TrailChange, TrailEffect } from '../../../../domain/cloudtrail/trail-change.ts';
import type { FieldSelector, TrailSelector } from '../../../../domain/coverage/trail-selectors.ts';
import { parseAccountId, parseRegion } from '../../../../domain/ids.ts';
import { isFlag, isListOf, isObjectOf, isOptional, isRecordOf, isText, isUnionOf } from '../../../../domain/shape.ts';
import { parseTime } from '../../../../domain/time.ts';
import type { Item } from '../sighting-item.ts';

/** What the entries of one trail's changes begin with. A trail's name has no `#`. */
export const changesOfTrail = ({ home, trail }: Pick<TrailChange, 'home' | 'trail'>): string =>
  `change#${home}#${trail}#`;

/** The same change has the same entry. */
export function changeOfTrailItem(change: TrailChange): Item & { readonly entry: string } {
  const { accountId: ofAccount, at, eventId, effect } = change;
  return { ...change, ofAccount, entry: `${changesOfTrail(change)}${at}#${eventId}#${effect.kind}` };
}

/** What has the wrong form is left out; an effect that this version does not know counts as unreadable. */
export function changeOfTrail(item: Item): TrailChange | undefined {
  const at = parseTime(item['at']);
  const accountId = parseAccountId(item['ofAccount']);
  const home = parseRegion(item['home']);
  const { trail, eventId, effect } = item;
  if (at === undefined || accountId === undefined || home === undefined) return undefined;
  if (!isText(trail) || !isText(eventId)) return undefined;
  return { at, eventId, accountId, home, trail, effect: isEffect(effect) ? effect : { kind: 'unreadable' } };
}

const isSelector = isUnionOf<TrailSelector>({
  basic: {
    readWriteType: isOptional(isText),
    includesManagement: isOptional(isFlag),
    excludedSources: isListOf(isText),
  },
  advanced: {
    fields: isListOf(isObjectOf<FieldSelector>({ field: isText, operators: isRecordOf(isListOf(isText)) })),
  },
});

type Told = Exclude<TrailEffect, { readonly kind: 'selected' | 'updated' }>;
type Plain = { readonly [K in Told['kind']]: { readonly kind: K } }[Told['kind']];

const isEffect = isUnionOf<Plain | Exclude<TrailEffect, Told>>({
  created: {},
  deleted: {},
  started: {},
  stopped: {},
  unreadable: {},
  selected: { selectors: isListOf(isSelector) },
  updated: { globalServices: isOptional(isFlag) },
});
