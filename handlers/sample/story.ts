import type { State } from '../../domain/verdict/state.ts';

/** What a story says of its user. Times are days before the end of the sample; `logs`: as the log files have it. */
export interface Part {
  readonly name?: string;
  readonly path?: string;
  readonly created: number;
  readonly password?: { readonly set: number; readonly used?: number | 'logs' };
  /** A password that is gone, and that only ListUsers remembers. */
  readonly passwordGone?: { readonly used: number };
  readonly keys?: readonly KeyPart[];
  /** A signing certificate that was switched off: it has no last use and is no credential any more. */
  readonly certificate?: { readonly created: number };
  readonly activity?: Activity;
  readonly tags?: { readonly [key: string]: string };
  readonly row?: 'missing' | 'of-the-user-before';
  readonly oddity?: PartOddity;
}

/** Other records of the user than plain calls. */
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

/** How a user shows in the logs, from `from` to exactly `until` days before the end. */
export interface Activity {
  readonly via: 'console' | 'key' | 'session' | 'federation';
  readonly until: number;
  readonly from?: number;
  /** How many of the account's calls are this user's, against others. */
  readonly weight: number;
  readonly calls?: 'read' | 'refused';
  readonly regions?: 'one';
}

/** One way to be used or not, told of one user or of several. */
export interface Story {
  readonly label: string;
  /** The state of its user at the end of a sample of 120 days, for a threshold of 90. */
  readonly state: State;
  /** Of about 120 users; larger accounts keep the proportions. */
  readonly share: number;
  /** The user of the `nth` telling, from 0. */
  readonly part: (nth: number) => Part;
}

/** A number for the `nth` telling, from `first`, in steps, below `first + length`. */
export function spread(nth: number, first: number, length: number, step = 1): number {
  return first + ((nth * step) % length);
}

/** Part of a day up to a day ago, for users who are at work. */
export const recently = (nth: number) => 0.05 + (nth % 9) * 0.1;

export const secondInDays = 1 / 86_400;

/** An active key. */
export function key(created: number, used?: number | 'logs'): KeyPart {
  return used === undefined ? { created } : { created, used };
}
