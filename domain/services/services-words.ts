/** What the services last accessed say, and what could not be asked, in words. */

import { ago } from '../ago.ts';
import type { Failure } from '../answer.ts';
import { permissionWords } from '../inventory/missing-permission.ts';
import type { Instant } from '../time.ts';
import { allowedOf, type ServiceAttempt, type ServicesAccessed, trackedDays, unusedOf } from './services-accessed.ts';

/** The service and its Region: `s3, eu-west-1`. */
export const attemptWords = ({ service, region }: Pick<ServiceAttempt, 'service' | 'region'>): string =>
  region === undefined ? service : `${service}, ${region}`;

/** `14 of 17 allowed services never used in 400 days; IAM was asked 2 days ago`. */
export function silentWords(services: ServicesAccessed, asOf: Instant): string {
  const [unused, allowed] = [unusedOf(services).length, allowedOf(services).length];
  const asked = `IAM was asked ${ago(services.askedAt, asOf)}`;
  if (allowed === 0) return `its policies allow no service; ${asked}`;
  return `${unused} of ${allowed} allowed service${allowed === 1 ? '' : 's'} never used in ${trackedDays} days; ${asked}`;
}

/** A user whom IAM did not answer about, and why. */
export interface UnansweredServices {
  readonly userName: string;
  readonly failure: Failure;
}

/** What was not answered: a line for each cause, with what the policy lacks. It changed no verdict. */
export function unansweredServices(unanswered: readonly UnansweredServices[]): string[] {
  const byCause = new Map<string, UnansweredServices[]>();
  for (const each of unanswered) {
    byCause.set(each.failure.why, [...(byCause.get(each.failure.why) ?? []), each]);
  }
  return [...byCause].map(([why, [first, ...others]]) => {
    const more = others.length === 0 ? '' : ` and ${others.length.toLocaleString('en-US')} more`;
    const lacks = first === undefined ? '' : permissionWords('service-last-accessed', first.failure);
    return `the services last accessed by ${first?.userName}${more} are not known (${why})${lacks}`;
  });
}

/** Says how many users were not asked about, because of failures or for want of time; none for zero. */
export function servicesNotAsked(users: number, afterFailures: boolean): string[] {
  if (users === 0) return [];
  const whom = `${users.toLocaleString('en-US')} user${users === 1 ? '' : 's'}`;
  const why = afterFailures ? 'more calls would fail as well' : 'no time was left; the next run asks for them first';
  return [`the services last accessed were not asked for ${whom}: ${why}`];
}
