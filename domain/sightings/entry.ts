import type { Brand, Region, UserName } from '../ids.ts';
import type { Month } from '../time.ts';
import type { Subject } from './sighting.ts';

/** The sort key of one entry of the table, `user#AIDA...`; an account's entries are one partition. */
export type Entry = Brand<string, 'Entry'>;

/** The account's root itself. */
export const rootEntry = 'root' as Entry;

/** Services that acted by themselves in root's name. */
export const rootByServiceEntry = 'root-by-service' as Entry;

/** Where a subject's last seen is kept. A name is kept in lower case: IAM's names differ by more than case. */
export function entryOf(subject: Subject): Entry {
  switch (subject.kind) {
    case 'user':
      return `user#${subject.userId}` as Entry;
    case 'name':
      return nameEntry(subject.userName);
    case 'root':
      return rootEntry;
    case 'root-by-service':
      return rootByServiceEntry;
    default:
      return subject satisfies never;
  }
}

export function nameEntry(userName: UserName | string): Entry {
  return `name#${userName.toLowerCase()}` as Entry;
}

export function regionEntry(region: Region): Entry {
  return `region#${region}` as Entry;
}

/** The days with activity of one month, below a subject or a Region. */
export function monthEntry(parent: Entry, month: Month): Entry {
  return `${parent}#month#${month}` as Entry;
}

export function assessmentEntry(user: { userId: string | undefined; userName: string }): Entry {
  return `${user.userId === undefined ? nameEntry(user.userName) : `user#${user.userId}`}#assessment` as Entry;
}

/** The days on which a Region's trail left something out. */
export function unrecordedDaysEntry(region: Region): Entry {
  return `${regionEntry(region)}#dark` as Entry;
}

/** How far CloudTrail's event history was asked for a user; `parent` is the user's entry. */
export function lookupEntry(parent: Entry): Entry {
  return `${parent}#lookup` as Entry;
}

/** The account's latest backfill. */
export const backfillEntry = 'backfill' as Entry;

/** The account's latest reconciliation. */
export const runEntry = 'run' as Entry;
