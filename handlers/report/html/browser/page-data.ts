/** The order in which states are drawn and listed: what asks for action first. */
export const shownStates = ['idle', 'never-used', 'unknown', 'new', 'active'] as const;

export type ShownState = (typeof shownStates)[number];

/** Index into `PageData.words`. */
type Word = number;

/** A day as `2026-11-03`; empty where it is not known. */
type Day = string;

/** Kind, id, status, state, created, last used, source of that or why there is no last use, age in days. */
export type CredentialData = readonly [Word, string, Word, Word, Day, Day, Word, number | null];

/** Service, day of the latest attempt, Region, 1 where the policies allow the service. */
export type ServiceData = readonly [Word, Day, Word, 0 | 1];

/** Users by columns: the n-th value of each belongs to the n-th user, the most urgent first. */
export interface UserColumns {
  readonly account: readonly Word[];
  /** What stands below the name: the account, where the page has several. */
  readonly label: readonly Word[];
  readonly name: readonly string[];
  /** Empty where the ARN follows from account and name. */
  readonly arn: readonly string[];
  readonly userId: readonly string[];
  readonly state: readonly number[];
  readonly idleDays: readonly (number | null)[];
  /** 1: has an active credential; 0: has none; 2: nobody knows. */
  readonly usable: readonly (0 | 1 | 2)[];
  /** Whether the user is quiet by its own rhythm, and the rhythm in words; empty where too little of it is known. */
  readonly isQuiet: readonly boolean[];
  readonly rhythm: readonly Word[];
  readonly created: readonly Day[];
  readonly lastAt: readonly string[];
  /** The last call: event, Region, address, agent, error. */
  readonly call: readonly Word[];
  readonly eventId: readonly string[];
  readonly reason: readonly string[];
  readonly exempt: readonly Word[];
  readonly owner: readonly Word[];
  readonly tags: readonly Word[];
  readonly groups: readonly Word[];
  /** Whose the user is, and the person's other users. */
  readonly person: readonly Word[];
  /** The day of crossing and the state from then on; empty where there is none. */
  readonly crosses: readonly Day[];
  readonly becomes: readonly Word[];
  readonly credentials: readonly (readonly CredentialData[])[];
  /** The services with an attempt, latest first; none where IAM was not asked. */
  readonly services: readonly (readonly ServiceData[])[];
  /** How many allowed services were never used, and which. */
  readonly servicesAsked: readonly Word[];
  readonly neverUsed: readonly Word[];
  /** Days with activity: bits in base64, from the first day of the calendar on. */
  readonly activeDays: readonly string[];
  /** Index into `PageData.watched`. */
  readonly watched: readonly number[];
  /** IAM's own dates: day of the calendar, what happened. */
  readonly dates: readonly (readonly (readonly [number, Word])[])[];
}

/** What the script of the page reads. Texts that repeat stand once, in `words`; the first of them is empty. */
export interface PageData {
  /** The first day of the calendar, a Monday. */
  readonly firstDay: Day;
  /** How many days the calendar has. */
  readonly days: number;
  /** Whether a link to a user needs the account. */
  readonly severalAccounts: boolean;
  readonly words: readonly string[];
  /** Sets of watched days, as bits in base64. */
  readonly watched: readonly string[];
  readonly users: UserColumns;
}

/** The data in the file: JSON, compressed as raw deflate, in base64. */
export interface PackedData {
  readonly deflated: string;
}
