import { type Random, randomOf } from '../../../handlers/sample/random.ts';

/** One made-up or real user: the days with activity, ascending, of those on which somebody watched. */
export interface Subject {
  readonly kind: string;
  readonly days: readonly number[];
  /** The first day that was watched. */
  readonly from: number;
  /** The day after the last. */
  readonly to: number;
}

/** So many days are made of each user: two windows of rhythm. */
const lifeDays = 800;

/** The share of users who leave for good, at the earliest on day 300 and 120 days before the end. */
const leaving = 0.4;

/** A way of working: whether the user is active on each day, and how many of a hundred users work so. */
interface Kind {
  readonly share: number;
  readonly live: (random: Random) => (day: number) => boolean;
}

const kinds: { readonly [name: string]: Kind } = {
  workday: { share: 40, live: withHolidays((random) => onWeekdays(between(random, 0.5, 0.98), random)) },
  bot: { share: 15, live: (random) => onChance(between(random, 0.97, 1), random) },
  weekly: {
    share: 10,
    live: withHolidays((random) => everyPeriod(random, { days: 7, within: 3, odds: 0.9, most: 1 })),
  },
  monthly: { share: 8, live: (random) => everyPeriod(random, { days: 30, within: 6, odds: 0.97, most: 2 }) },
  quarterly: { share: 4, live: (random) => everyPeriod(random, { days: 91, within: 8, odds: 1, most: 4 }) },
  sporadic: { share: 10, live: (random) => onChance(between(random, 0.03, 0.2), random) },
  bursty: { share: 8, live: inBursts },
  rare: { share: 5, live: rarely },
};

export const kindNames: readonly string[] = Object.keys(kinds);

/** So many users from a seed, of the eight kinds by their shares; `kind` makes all of one kind. */
export function peopleOf(seed: number, users: number, kind?: string): Subject[] {
  const random = randomOf(seed);
  const urn = Object.entries(kinds).flatMap(([name, { share }]) => Array.from({ length: share }, () => name));
  return Array.from({ length: users }, () => personOf(kind ?? random.pick(urn), random));
}

function personOf(name: string, random: Random): Subject {
  const isActive = kinds[name]?.live(random) ?? (() => false);
  const leaves = random.chance(leaving) ? whole(random, 300, lifeDays - 120) : lifeDays;
  const days = Array.from({ length: lifeDays }, (_, day) => day).filter((day) => isActive(day) && day < leaves);
  return { kind: name, days, from: 0, to: lifeDays };
}

/** `least` inclusive to `end` exclusive. */
const whole = (random: Random, least: number, end: number) => least + random.below(end - least);

const between = (random: Random, least: number, most: number) =>
  least + (random.below(10_000) / 10_000) * (most - least);

function onChance(odds: number, random: Random) {
  const active = Array.from({ length: lifeDays }, () => random.chance(odds));
  return (day: number) => active[day] === true;
}

function onWeekdays(odds: number, random: Random) {
  const isActive = onChance(odds, random);
  return (day: number) => day % 7 < 5 && isActive(day);
}

/** One to three holidays a year, of 5 to 21 days. */
function withHolidays(live: Kind['live']): Kind['live'] {
  return (random) => {
    const isActive = live(random);
    const away = new Set<number>();
    for (let year = 0; year < lifeDays; year += 365) {
      for (let holidays = whole(random, 1, 4); holidays > 0; holidays--) {
        const first = year + random.below(365);
        for (let length = whole(random, 5, 22), day = first; day < first + length; day++) away.add(day);
      }
    }
    return (day) => !away.has(day) && isActive(day);
  };
}

interface Period {
  readonly days: number;
  /** Activity falls on one of its first days. */
  readonly within: number;
  readonly odds: number;
  /** The most active days of a period. */
  readonly most: number;
}

function everyPeriod(random: Random, { days, within, odds, most }: Period) {
  const active = new Set<number>();
  for (let first = 0; first < lifeDays; first += days) {
    if (!random.chance(odds)) continue;
    for (let times = whole(random, 1, most + 1); times > 0; times--) active.add(first + random.below(within));
  }
  return (day: number) => active.has(day);
}

/** Bursts of 5 to 29 days, active on six of ten, with 15 to 79 days between. */
function inBursts(random: Random) {
  const active = new Set<number>();
  let day = random.below(40);
  while (day < lifeDays) {
    for (const end = day + whole(random, 5, 30); day < end; day++) if (random.chance(0.6)) active.add(day);
    day += whole(random, 15, 80);
  }
  return (each: number) => active.has(each);
}

/** Two to eight days in all. */
function rarely(random: Random) {
  const active = new Set(Array.from({ length: whole(random, 2, 9) }, () => random.below(lifeDays)));
  return (day: number) => active.has(day);
}
