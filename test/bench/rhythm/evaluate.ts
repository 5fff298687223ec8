import { type ObservedSilence, silenceShare } from '../../../domain/rhythm/survival.ts';
import { randomOf } from '../../../handlers/sample/random.ts';
import type { Subject } from './people.ts';
import { type Rule, thresholdDays } from './rules.ts';

/** Before so many days of watch nobody is judged. */
const warmUpDays = 100;

/** What a rule said about the silences of one user. */
export interface Tally {
  /** Years in which the user could be judged: from the warm-up to the threshold after its last activity. */
  readonly years: number;
  /** Silences that reached the threshold. */
  readonly reached: number;
  /** Of these, how many days ahead the rule spoke; one number for each that it announced. */
  readonly leads: readonly number[];
  /** How often it spoke and the user came back below the threshold. */
  readonly falseAlarms: number;
}

/** One silence whose end, or whose passing of the threshold, is known. */
interface KnownSilence {
  readonly began: number;
  readonly days: number;
}

/**
 * Judges each silence of a user with what came before it only. The rule speaks at the end of a day: a user who is back
 * on that very day is no false alarm. A silence that the end of the data cuts off below the threshold is left out.
 */
export function tallyOf(subject: Subject, rule: Rule): Tally {
  const { days, from, to } = subject;
  const leads: number[] = [];
  let [reached, falseAlarms] = [0, 0];
  for (const { began, days: length } of silencesOf(subject)) {
    const isLong = length >= thresholdDays;
    if (isLong) reached++;
    const before = days.slice(0, days.indexOf(began) + 1);
    const spoken = rule(before, subject);
    if (spoken === undefined || spoken >= Math.min(length, thresholdDays)) continue;
    if (isLong) leads.push(thresholdDays - spoken);
    else falseAlarms++;
  }
  const judged = Math.min((days.at(-1) ?? 0) + thresholdDays, to) - (from + warmUpDays);
  return { years: Math.max(0, judged) / 365, reached, leads, falseAlarms };
}

/** No rule speaks below 14 days, so shorter silences decide nothing. */
const shortest = 14;

function silencesOf({ days, from, to }: Subject): KnownSilence[] {
  return days.flatMap((began, index) => {
    const next = days[index + 1];
    const length = (next ?? to) - began;
    const isKnown = next !== undefined || length >= thresholdDays;
    return isKnown && length >= shortest && began - from >= warmUpDays ? [{ began, days: length }] : [];
  });
}

/** The figures of a rule over many users. */
export interface Figures {
  /** The share of the silences that reached the threshold and were announced. */
  readonly caught: number;
  /** The share of the announcements that were right. */
  readonly precision: number;
  readonly falseAlarmsPerUserYear: number;
  readonly medianLeadDays: number | undefined;
  readonly userYears: number;
}

export function figuresOf(tallies: readonly Tally[]): Figures {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const leads = tallies.flatMap((tally) => tally.leads).sort((a, b) => a - b);
  const [userYears, falseAlarms] = [sum(({ years }) => years), sum((tally) => tally.falseAlarms)];
  return {
    caught: leads.length / sum(({ reached }) => reached),
    precision: leads.length / (leads.length + falseAlarms),
    falseAlarmsPerUserYear: falseAlarms / userYears,
    medianLeadDays: leads[Math.floor(leads.length / 2)],
    userYears,
  };
}

/** The 2.5th and the 97.5th of a hundred of a figure, where users are drawn again and again. */
export function bootstrap(tallies: readonly Tally[], seed: number, figureOf: (figures: Figures) => number) {
  const random = randomOf(seed);
  const drawn = Array.from({ length: 400 }, () => figureOf(figuresOf(tallies.map(() => random.pick(tallies)))));
  drawn.sort((a, b) => a - b);
  return { low: drawn[10] ?? Number.NaN, high: drawn[389] ?? Number.NaN };
}

/** What the share of silences that go on, as half of the users showed it, is worth for the other half. */
export function shareOnOtherHalf(subjects: readonly Subject[]) {
  const half = (rest: number) => subjects.filter((_, index) => index % 2 === rest).flatMap(observed);
  const predicted = silenceShare(half(0), thresholdDays);
  const others = silenceShare(half(1), thresholdDays);
  return { predicted, others };
}

function observed({ days, to }: Subject): ObservedSilence[] {
  return days.map((day, index) => {
    const next = days[index + 1];
    return { days: (next ?? to - 1) - day, isOpen: next === undefined };
  });
}
