/** The items that hold what digests have shown, until it is counted. */

import type { ChainState, KnownChain, TrailName } from '../../../../domain/digests/chain-state.ts';
import { isOrganizationRoot } from '../../../../domain/digests/digest.ts';
import { groupBy } from '../../../../domain/group-by.ts';
import { parseAccountId, parseRegion } from '../../../../domain/ids.ts';
import type { Instant } from '../../../../domain/time.ts';
import type { Item } from '../sighting-item.ts';
import { daysInRun, runsOf, spanIn, spanText } from './chain-item.ts';
import { contentId, gatheredOfGroup } from './new-file-item.ts';

/** One item: under each trail and root, a line for each chain: account, Region, spans of time, reading days. */
export function gatheredItem(
  group: number,
  at: Instant,
  chains: readonly KnownChain[],
): Item & { readonly entry: string } {
  const trails = groupBy(chains, ({ name }) => trailText(name));
  const shown = Object.fromEntries(trails.map((some) => [trailText(some[0].name), some.map(lineOf).sort()]));
  return { entry: `${gatheredOfGroup(group)}${at}#${contentId(JSON.stringify(shown))}`, shown };
}

/** A trail's name and its Region have no `#`. */
const trailText = ({ home, trail, root }: TrailName): string => `${home}#${trail}#${root}`;

const lineOf = ({ name: { accountId, region, isBackfill }, spans, readingDays }: KnownChain): string =>
  `${accountId} ${region}${isBackfill ? '#backfill' : ''} ${spans.map(spanText).join()} ${runsOf(readingDays).join()}`;

/** The chains of an item. What has another form proves nothing. */
export function chainsGathered({ shown }: Item): KnownChain[] {
  if (typeof shown !== 'object' || shown === null) return [];
  return Object.entries(shown).flatMap(([trail, lines]: [string, unknown]) =>
    Array.isArray(lines) ? lines.flatMap((line) => chainIn(trail, String(line)) ?? []) : [],
  );
}

function chainIn(trailText: string, line: string): KnownChain | undefined {
  const [, homeText, trail, root] = /^([^#]+)#([^#]+)#(.*)$/s.exec(trailText) ?? [];
  const [, account, regionText, backfill, spans = '', days = ''] =
    /^(\d+) ([^ #]+)(#backfill)? (\S*) (\S*)$/.exec(line) ?? [];
  const [home, accountId, region] = [parseRegion(homeText), parseAccountId(account), parseRegion(regionText)];
  if (home === undefined || accountId === undefined || region === undefined) return undefined;
  if (trail === undefined || root === undefined) return undefined;
  const isOrganization = isOrganizationRoot(root);
  const name = { home, trail, root, isOrganization, accountId, region, isBackfill: backfill !== undefined };
  return { name, ...stateIn(spans, days) };
}

const stateIn = (spans: string, days: string): ChainState => ({
  spans: spans.split(',').flatMap(spanIn),
  readingDays: new Set(days.split(',').flatMap(daysInRun)),
});
