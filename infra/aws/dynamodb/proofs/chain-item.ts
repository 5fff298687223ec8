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
  return { region, isBackfill, spans: spans.map(spanText), readingDays: runsOf(readingDays) };
}

/** What has another form proves nothing. */
export function chainStateOf(item: Item | undefined): ChainState {
  if (item === undefined) return emptyChain;
  const days = listIn(item, 'readingDays').flatMap(daysInRun);
  return { spans: listIn(item, 'spans').flatMap(spanIn), readingDays: new Set(days) };
}

/** Days as unbroken runs, `20400-20440` or `20442`, so that a year of days is short; and the days of one run. */
export function runsOf(days: ReadonlySet<number>): readonly string[] {
  const runs: { readonly first: number; last: number }[] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.last + 1 === day) run.last = day;
    else runs.push({ first: day, last: day });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
}

/** None for a text of another form. A number, as earlier versions wrote it, is a run of one day. */
export function daysInRun(run: unknown): number[] {
  const [, first, last = first] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(String(run)) ?? [];
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: Math.max(0, Number(last) - Number(first) + 1) }, (_, index) => Number(first) + index);
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
