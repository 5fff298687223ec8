/** How much of a verdict's window signed digests prove. */

import { hasDay } from '../day-set.ts';
import type { Region } from '../ids.ts';
import type { Question } from '../question.ts';
import { type Instant, instantOfEpochMs, plusDays } from '../time.ts';
import { freshHours, hourMs, hourOf } from './proven-hours.ts';
import type { Watch } from './watch.ts';

/**
 * The proof of a window in these Regions. `hours` are proven in every Region, of `ofHours`: those of the window up to
 * the end of the proof, at the latest two days before the question. `regions` are proven in all of these hours.
 */
export interface ProvenWindow {
  readonly kind: 'partial' | 'whole';
  readonly hours: number;
  readonly ofHours: number;
  readonly regions: number;
  readonly ofRegions: number;
  /** Whether the selectors of the trail are known for each proven hour. */
  readonly selectorsSeen: boolean;
}

/** What the proof says of a verdict. */
export type ProofKind = ProvenWindow['kind'];

/** Undefined where no hour of the window is proven in any Region. */
export function provenWindow(
  watches: ReadonlyMap<Region, Watch>,
  regions: readonly Region[],
  { now, thresholdDays }: Question,
): ProvenWindow | undefined {
  const start = hourOf(plusDays(now, -thresholdDays));
  const ends = regions.map((region) => watches.get(region)?.proof?.end ?? 0);
  const end = Math.min(hourOf(now), Math.max(hourOf(now) - freshHours, Math.min(...ends)));
  const all = Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
  const proven = regions.map((region) => all.filter(provesIn(watches.get(region))));
  if (proven.every((hours) => hours.length === 0)) return undefined;
  const common = all.filter((hour) => regions.every((region) => provesIn(watches.get(region))(hour)));
  const whole = proven.filter((hours) => hours.length === all.length).length;
  return {
    kind: common.length === all.length ? 'whole' : 'partial',
    hours: common.length,
    ofHours: all.length,
    regions: whole,
    ofRegions: regions.length,
    selectorsSeen: regions.every((region, index) => seesSelectors(watches.get(region), proven[index] ?? [])),
  };
}

const provesIn = (watch: Watch | undefined) => (hour: number) =>
  watch?.proof?.hours.has(hour) === true &&
  (watch.unrecorded === undefined || !hasDay(watch.unrecorded, instantOfEpochMs(hour * hourMs) as Instant));

const seesSelectors = (watch: Watch | undefined, hours: readonly number[]): boolean =>
  hours.every((hour) => watch?.proof?.selectorHours.has(hour) === true);

/**
 * The proof of a silence in words: `no call in 2,135 of 2,135 hours and 17 of 17 Regions, log files signed by
 * CloudTrail`.
 */
export function proofWords(proof: ProvenWindow): string {
  if (proof.kind === 'partial') return provenWords(proof);
  const { hours, ofHours, regions, ofRegions } = proof;
  const where = `${number(hours)} of ${number(ofHours)} hours and ${regions} of ${ofRegions} Regions`;
  return `no call in ${where}, log files signed by CloudTrail${selectorWords(proof)}`;
}

/** The proof of an account in words: `signed log files prove 65 of 72 hours in all Regions, ...`. */
export function provenWords(proof: ProvenWindow): string {
  const { hours, ofHours, regions, ofRegions } = proof;
  const where = `${number(hours)} of ${number(ofHours)} hours in all Regions, ${regions} of ${ofRegions} Regions throughout`;
  return `signed log files prove ${where}${selectorWords(proof)}`;
}

const number = (count: number) => count.toLocaleString('en-US');

const selectorWords = ({ selectorsSeen }: ProvenWindow) => (selectorsSeen ? '' : ' (selectors not seen)');
