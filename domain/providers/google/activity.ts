/** When Google says that a person last logged in: `lastLoginTime` of the directory. */

import { kindOf } from '../../json.ts';
import { daysBetween, type Instant, laterOf, parseTime } from '../../time.ts';
import type { ListActivity } from '../joined-list.ts';

/**
 * The last login of a person. It is a login, not use: an open session, IMAP, POP, a device or an OAuth token does not
 * move it.
 * Source: https://developers.google.com/workspace/admin/directory/reference/rest/v1/users
 */
export type LastLogin = Instant | undefined;

/** A time as Google's answers have it. 1970 stands for never, as do an empty text, null, absence and GAM's `Never`. */
export type ReadTime =
  | { readonly kind: 'at'; readonly at: Instant }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' };

const none: readonly unknown[] = [undefined, null, '', 'Never', 'NEVER'];

/** Reads a time of the directory or of a report. */
export function readTime(value: unknown): ReadTime {
  if (none.includes(value)) return { kind: 'none' };
  const at = parseTime(value);
  if (at === undefined) return { kind: 'unreadable' };
  return at.startsWith('1970-01-01T00:00:00') ? { kind: 'none' } : { kind: 'at', at };
}

/** What a list says of one person's logins. `unreadable` names the field where its value hides a time. */
export interface ReadLogin {
  readonly activity: LastLogin;
  readonly unreadable: readonly string[];
}

/** Reads `lastLoginTime`. */
export function readLastLogin(value: unknown): ReadLogin {
  const time = readTime(value);
  if (time.kind !== 'unreadable') return { activity: time.kind === 'at' ? time.at : undefined, unreadable: [] };
  return { activity: undefined, unreadable: [`lastLoginTime${typeof value === 'string' ? '' : `: ${kindOf(value)}`}`] };
}

/** Two answers about one login differ by hours. */
const sameWithinDays = 1;

/** How the reads of the directory's list join. It may be a day behind. */
export const lastLogins: ListActivity<LastLogin> = {
  none: undefined,
  merge: laterOf,
  isSame: (a, b) => a === b || (a !== undefined && b !== undefined && Math.abs(daysBetween(a, b)) < sameWithinDays),
  newestOf: (at) => at,
  behindHours: 24,
  upTo: (at, end) =>
    at !== undefined && at > end ? { activity: undefined, later: ['lastLoginTime'] } : { activity: at, later: [] },
  createdField: 'creationTime',
};
