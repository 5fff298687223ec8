/** The form of a made-up user's story. */

import type { State } from '../../domain/verdict/state.ts';

/** The facts of a story's user. Times are days before the end of the sample; `logs`: the time in the log files. */
export interface Part {
  readonly name?: string;
  readonly path?: string;
  readonly created: number;
  readonly password?: { readonly set: number; readonly used?: number | 'logs' };
  /** A deleted password, whose last use only ListUsers reports. */
  readonly passwordGone?: { readonly used: number };
  readonly keys?: readonly KeyPart[];
  /** A deactivated signing certificate: it has no last use and no longer works. */
  readonly certificate?: { readonly created: number };
  readonly activity?: Activity;
  readonly tags?: { readonly [key: string]: string };
  readonly row?: 'missing' | 'of-the-user-before';
  readonly oddity?: PartOddity;
}

/** Records of the user other than plain calls. */
export type PartOddity =
  | 'failed-sign-ins'
  | 'no-unique-id'
  | 'old-name'
  | 'same-name-before'
  | 'hostile'
  | 'type-unknown'
  | 'roles-session-name';

export interface KeyPart {
  readonly created: number;
  readonly used?: number | 'logs';
  readonly active?: boolean;
}

/** A user's activity in the logs, from `from` to exactly `until` days before the end. */
export interface Activity {
  readonly via: 'console' | 'key' | 'session' | 'federation';
  readonly until: number;
  readonly from?: number;
  /** The user's share of the account's calls, relative to other users. */
  readonly weight: number;
  readonly calls?: 'read' | 'refused';
  readonly regions?: 'one';
}

/** One pattern of use or disuse, for one user or several. */
export interface Story {
  readonly label: string;
  /** The state of its user at the end of a sample of 120 days, for a threshold of 90. */
  readonly state: State;
  /** How many of about 120 users have this story; larger accounts keep the proportions. */
  readonly share: number;
  /** The facts of the `nth` user with this story, from 0. */
  readonly part: (nth: number) => Part;
}

/** A number for the `nth` user: from `first`, in steps, below `first + length`. */
export function spread(nth: number, first: number, length: number, step = 1): number {
  return first + ((nth * step) % length);
}

/** A time within the last day, for active users. */
export const recently = (nth: number) => 0.05 + (nth % 9) * 0.1;

export const secondInDays = 1 / 86_400;

/** An active key. */
export function key(created: number, used?: number | 'logs'): KeyPart {
  return used === undefined ? { created } : { created, used };
}
