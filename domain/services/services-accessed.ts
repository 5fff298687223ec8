/** Which services a user accessed, as IAM reports it. The console calls this Access Advisor. */

import type { Region } from '../ids.ts';
import { daysBetween, type Instant } from '../time.ts';

/** The latest attempt to use one service. Refused attempts count, by every kind of credential that IAM follows. */
export interface ServiceAttempt {
  /** The service's prefix in policies: `s3`. */
  readonly service: string;
  readonly at: Instant;
  /** Undefined where IAM does not report it. */
  readonly region?: Region | undefined;
  /** Only an earlier answer has it: the user's policies do not allow the service any more. */
  readonly withdrawn?: boolean | undefined;
}

/** One complete answer about one user, with the attempts that earlier answers had and this one lacks. */
export interface ServicesAccessed {
  /** When IAM began to make the answer. */
  readonly askedAt: Instant;
  /** One for each service, latest first. */
  readonly attempts: readonly ServiceAttempt[];
  /** The services that the policies allow and that IAM saw no attempt at within its tracking period. */
  readonly silent: readonly string[];
}

/**
 * IAM follows attempts for at least this many days. A service without an attempt was not used for so long; what was
 * before is not known.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
 */
export const trackedDays = 400;

/**
 * The answer with these attempts, of which the latest of each service counts, and with these allowed services. An
 * attempt stays known after its service left the policies: there are only so many services.
 */
export function servicesFrom(
  askedAt: Instant,
  given: readonly ServiceAttempt[],
  allowed: ReadonlySet<string>,
): ServicesAccessed {
  const latest = new Map<string, ServiceAttempt>();
  for (const { withdrawn: _, ...attempt } of given) {
    const known = latest.get(attempt.service);
    if (known === undefined || compareAttempts(attempt, known) < 0) latest.set(attempt.service, attempt);
  }
  const attempts = [...latest.values()]
    .map((attempt) => (allowed.has(attempt.service) ? attempt : { ...attempt, withdrawn: true }))
    .toSorted(compareAttempts);
  const silent = [...allowed].filter((service) => !latest.has(service)).toSorted();
  return { askedAt, attempts, silent };
}

/**
 * Joins two answers about one user. The later one says which services the policies allow; attempts are those of both.
 * The order of the two does not matter.
 */
export function mergeServices(one: ServicesAccessed, other: ServicesAccessed): ServicesAccessed {
  const [newer, older] = isLater(one, other) ? [one, other] : [other, one];
  return servicesFrom(newer.askedAt, [...older.attempts, ...newer.attempts], new Set(allowedOf(newer)));
}

/** The services that the policies allow. */
export const allowedOf = ({ attempts, silent }: ServicesAccessed): string[] => [
  ...attempts.filter(({ withdrawn }) => withdrawn !== true).map(({ service }) => service),
  ...silent,
];

/** The allowed services without an attempt in the tracking period; an earlier answer may know of an older one. */
export function unusedOf(services: ServicesAccessed): string[] {
  const { askedAt, attempts } = services;
  const used = new Set(attempts.filter(({ at }) => daysBetween(at, askedAt) < trackedDays).map((each) => each.service));
  return allowedOf(services)
    .filter((service) => !used.has(service))
    .toSorted();
}

/** Of two answers of one moment either may be the later one, but always the same one. */
function isLater(one: ServicesAccessed, other: ServicesAccessed): boolean {
  if (one.askedAt !== other.askedAt) return one.askedAt > other.askedAt;
  return JSON.stringify([one.silent, one.attempts]) >= JSON.stringify([other.silent, other.attempts]);
}

/** Latest first, then by service and Region: each order of the input gives one order. */
function compareAttempts(a: ServiceAttempt, b: ServiceAttempt): number {
  if (a.at !== b.at) return a.at > b.at ? -1 : 1;
  const [left, right] = [`${a.service} ${a.region ?? ''}`, `${b.service} ${b.region ?? ''}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
