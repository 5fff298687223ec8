/** What stops a whole account, and how many quarantines are left. */

import { daysBetween, type Instant, plusDays } from '../time.ts';
import type { Run } from '../verdict/run.ts';
import type { Lifecycle, LifecycleEntries } from './lifecycle.ts';
import type { LifecycleSettings } from './settings.ts';

/** What the stops of an account are judged by. */
export interface AccountInQuestion {
  readonly now: Instant;
  readonly thresholdDays: number;
  /** How many users the account has. */
  readonly users: number;
  /** The latest run that the table holds. */
  readonly run: Run | undefined;
  readonly entries: LifecycleEntries;
  /** Why the gathered facts as a whole are doubted, in words. */
  readonly doubts: readonly string[];
}

/** A verdict of the table serves for so long. */
const freshHours = 24;

/** Why nobody of the account comes nearer to a quarantine, each in words. `newlyDue` users would be noticed first. */
export function stopsOf(account: AccountInQuestion, newlyDue: number): string[] {
  const { entries, doubts } = account;
  const { brake } = entries;
  return [...brakeWords(brake), ...staleRun(account), ...doubts, ...floor(account, newlyDue)];
}

/** Why the brake holds, in words; empty where it does not. */
export function brakeWords(brake: LifecycleEntries['brake']): string[] {
  switch (brake?.state) {
    case 'on':
      return [`${brake.by} stopped it on ${brake.at}: lastseen resume --reason ends that`];
    case 'unreadable':
      return ['the brake in the table cannot be read: lastseen stop or lastseen resume --reason sets it anew'];
    case 'off':
    case undefined:
      return [];
    default:
      return brake satisfies never;
  }
}

/** Why the table's latest run does not serve, in words; empty where it does. */
export function staleRun({
  run,
  now,
  thresholdDays,
}: Pick<AccountInQuestion, 'run' | 'now' | 'thresholdDays'>): string[] {
  const todo = 'lastseen scan --live brings the table up to date';
  if (run === undefined) return [`the table holds no run: ${todo}`];
  if (run.thresholdDays !== thresholdDays) {
    return [`the latest run asked about ${run.thresholdDays} days, not ${thresholdDays}: ${todo}`];
  }
  const isFresh = run.asOf <= now && daysBetween(run.asOf, now) * 24 <= freshHours;
  return isFresh ? [] : [`the latest run is of ${run.asOf}, more than ${freshHours} hours away: ${todo}`];
}

/** So many users at once are more likely a broken source, or the first plan of all, than a slow month. */
const floorShare = 0.2;
const floorUsers = 4;

function floor({ users, entries, now }: AccountInQuestion, newlyDue: number): string[] {
  if (newlyDue < floorUsers || newlyDue <= users * floorShare) return [];
  const { brake } = entries;
  const isAnswered = brake?.state === 'off' && daysBetween(brake.at, now) * 24 <= freshHours && brake.at <= now;
  const todo = 'if that is right, lastseen resume --reason lets it pass for a day';
  return isAnswered ? [] : [`${newlyDue} of ${users} users would be noticed at once: ${todo}`];
}

/** Returns among so many quarantines stop new ones. */
const breakerQuarantines = 20;
const breakerReturns = 2;

/** Why no new quarantine begins, in words; undefined where one may. */
export function breakerOf({ users, brake }: LifecycleEntries): string | undefined {
  const answered = brake?.state === 'off' ? brake.at : '';
  const latest = lifecyclesOf(users)
    .filter(({ quarantinedAt }) => quarantinedAt !== undefined)
    .sort((a, b) => (`${a.quarantinedAt}${a.userId}` > `${b.quarantinedAt}${b.userId}` ? -1 : 1))
    .slice(0, breakerQuarantines);
  const returns = latest.filter(({ returnedAt }) => returnedAt !== undefined && returnedAt > answered).length;
  if (returns < breakerReturns) return undefined;
  return `${returns} of the last ${latest.length} quarantined users came back: lastseen resume --reason lets it go on`;
}

type Counted = Pick<AccountInQuestion, 'users' | 'entries' | 'now'>;

/** How many users may be quarantined now: the cap of a plan, and what the last 7 days have left. Never below 0. */
export function quarantinesLeft(account: Counted, settings: LifecycleSettings): number {
  return left(account, settings, settings.quarantinesARun, ({ quarantinedAt }) => quarantinedAt);
}

/** How many users may be deleted now, by caps of the same kind. */
export function deletesLeft(account: Counted, settings: LifecycleSettings): number {
  return left(account, settings, settings.deletion?.deletesARun ?? 0, ({ deletion }) => deletion?.at);
}

function left(
  { users, entries, now }: Counted,
  { weeklyPercent }: LifecycleSettings,
  aRun: number,
  timeOf: (lifecycle: Lifecycle) => Instant | undefined,
): number {
  const weekAgo = plusDays(now, -7);
  const recent = lifecyclesOf(entries.users).filter((each) => (timeOf(each) ?? '') > weekAgo).length;
  return Math.max(0, Math.min(aRun, Math.ceil((users * weeklyPercent) / 100) - recent));
}

const lifecyclesOf = (users: LifecycleEntries['users']): Lifecycle[] =>
  [...users.values()].flatMap(({ lifecycle }) => lifecycle ?? []);
