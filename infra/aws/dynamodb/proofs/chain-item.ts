/** The items that hold what the digests of one chain have shown. */

import {
  type ChainName,
  type ChainState,
  emptyChain,
  type KnownChain,
  type TrailName,
} from '../../../../domain/digests/chain-state.ts';
import type { Span } from '../../../../domain/digests/span.ts';
import { parseRegion } from '../../../../domain/ids.ts';
import { parseTime } from '../../../../domain/time.ts';
import type { Item } from '../sighting-item.ts';

/** What the entries of one trail's chains begin with. A trail's name has no `#`. */
export const chainsOfTrail = ({ home, trail, accountId, root }: TrailName): string =>
  `chain#${home}#${trail}#${accountId}#${root}#`;

export const chainEntry = (name: ChainName): string =>
  `${chainsOfTrail(name)}${name.region}${name.isBackfill ? '#backfill' : ''}`;

/** The attributes of a chain's item. */
export function chainAttributes({ region, isBackfill }: ChainName, { spans, readingDays }: ChainState): Item {
  return { region, isBackfill, spans: spans.map(spanText), readingDays: [...readingDays].sort((a, b) => a - b) };
}

/** What has another form proves nothing. */
export function chainStateOf(item: Item | undefined): ChainState {
  if (item === undefined) return emptyChain;
  const days = listIn(item, 'readingDays').filter((day) => typeof day === 'number');
  return { spans: listIn(item, 'spans').flatMap(spanIn), readingDays: new Set(days) };
}

const listIn = (item: Item, name: string): readonly unknown[] => (Array.isArray(item[name]) ? item[name] : []);

/** A span as text, and the inverse: none for a text of another form. */
export const spanText = ({ from, to }: Span): string => `${from}/${to}`;

export function spanIn(text: unknown): Span[] {
  const [from, to] = String(text).split('/').map(parseTime);
  return from === undefined || to === undefined ? [] : [{ from, to }];
}

/** The chain in an item of the trail; undefined where its Region cannot be read. */
export function knownChainOf(trail: TrailName, item: Item): KnownChain | undefined {
  const region = parseRegion(item['region']);
  const { accountId, trail: name, home, root, isOrganization } = trail;
  const isBackfill = item['isBackfill'] === true;
  return (
    region && {
      ...chainStateOf(item),
      name: { accountId, trail: name, home, root, isOrganization, region, isBackfill },
    }
  );
}
