/** The estimate and the failures of a backfill, in words. */

import type { Failure } from '../answer.ts';
import type { Region } from '../ids.ts';
import type { IamUser } from '../inventory/iam-user.ts';
import { permissionWords } from '../inventory/missing-permission.ts';

/** A length of time in words: `45 s`, `4 min 10 s`, `1 h 5 min`. */
export function durationWords(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

const counted = (count: number, what: string) => `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;

/** An estimate before a backfill starts: `500 users in 17 Regions: about 4 min 10 s`. */
export function estimateWords(users: number, regions: number, seconds: number): string {
  return `${counted(users, 'user')} in ${counted(regions, 'Region')}: about ${durationWords(seconds)}`;
}

/** A Region where users could not be looked up, and why. */
export interface FailedRegion {
  readonly region: Region;
  readonly failure: Failure;
  readonly users: number;
}

/** What a backfill could not read: a line for each cause, with the missing permission where that is the cause. */
export function backfillMissing(
  failed: readonly FailedRegion[],
  renames: { readonly region: Region; readonly failure: Failure } | undefined,
  unidentified: readonly IamUser[],
): string[] {
  const byCause = new Map<string, FailedRegion[]>();
  for (const each of failed) byCause.set(each.failure.why, [...(byCause.get(each.failure.why) ?? []), each]);
  const lines = [...byCause].map(([why, regions]) => {
    const where = regions.map(({ region }) => region).sort();
    const users = Math.max(...regions.map((each) => each.users));
    const lacks = regions[0] === undefined ? '' : permissionWords('event-history', regions[0].failure);
    const what = `could not be read in ${where.join(', ')} (${why}) for up to ${counted(users, 'user')}`;
    return `CloudTrail's event history ${what}${lacks}`;
  });
  if (renames !== undefined && !byCause.has(renames.failure.why)) {
    const lacks = permissionWords('event-history', renames.failure);
    lines.push(
      `renames could not be read in ${renames.region} (${renames.failure.why}): former names are not known${lacks}`,
    );
  }
  const [one] = unidentified;
  if (one !== undefined) {
    const others = unidentified.length > 1 ? ` and ${counted(unidentified.length - 1, 'other')}` : '';
    lines.push(`${one.userName}${others} could not be looked up: their unique id is not known`);
  }
  return lines;
}
