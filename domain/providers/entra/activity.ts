/** When Entra ID says that a person last signed in: the fields of `signInActivity`. */

import { isJsonObject, type JsonObject, kindOf } from '../../json.ts';
import { type Instant, laterOf, parseTime } from '../../time.ts';
import type { ListActivity } from '../joined-list.ts';

/** A try to sign in. Entra ID does not say whether it succeeded: anybody can type a name. */
export interface Attempt {
  readonly at: Instant;
  /** The id of its record in the sign-in log; undefined where Entra ID gives none. */
  readonly requestId: string | undefined;
}

/**
 * The latest use of one person. Only a success is activity.
 * Source: https://learn.microsoft.com/graph/api/resources/signinactivity
 */
export interface SignInActivity {
  /** By a person or by a client for it. Recorded since `successRecordedSince`, and not for the time before. */
  readonly success: Instant | undefined;
  readonly interactive: Attempt | undefined;
  readonly nonInteractive: Attempt | undefined;
}

/** The two streams of the log that hold sign-ins of users. Each is watched by itself, as a Region is. */
export type Stream = 'interactive' | 'non-interactive';

/** The stream that holds the record of an attempt. */
export const streamOf = ({ interactive }: SignInActivity, attempt: Attempt): Stream =>
  attempt === interactive ? 'interactive' : 'non-interactive';

/** Entra ID records no success before it. */
export const successRecordedSince = '2023-12-01T00:00:00Z' as Instant;

/** What a list says of one person. `isThere` tells whether the field came with it, whatever its value. */
export interface ReadActivity {
  readonly activity: SignInActivity;
  readonly isThere: boolean;
  /** Fields whose value cannot be read: they hide a time. */
  readonly unreadable: readonly string[];
}

const noActivity: SignInActivity = { success: undefined, interactive: undefined, nonInteractive: undefined };

/** Reads `signInActivity`. Absent and null are none, as are null, an empty text and year 1 in its fields. */
export function readSignInActivity(value: unknown): ReadActivity {
  if (value === undefined || value === null) return { activity: noActivity, isThere: false, unreadable: [] };
  if (!isJsonObject(value)) return { activity: noActivity, isThere: false, unreadable: ['signInActivity'] };
  const success = timeIn(value, 'lastSuccessfulSignInDateTime');
  const interactive = timeIn(value, 'lastSignInDateTime');
  const nonInteractive = timeIn(value, 'lastNonInteractiveSignInDateTime');
  const unreadable = [success, interactive, nonInteractive].flatMap(({ unreadable: field }) => field);
  return {
    activity: {
      success: success.at,
      interactive: attemptOf(interactive.at, value['lastSignInRequestId']),
      nonInteractive: attemptOf(nonInteractive.at, value['lastNonInteractiveSignInRequestId']),
    },
    isThere: true,
    unreadable,
  };
}

const yearOne = /^0001-01-01T00:00:00(?:\.0+)?Z$/;

function timeIn(
  parent: JsonObject,
  field: string,
): { readonly at: Instant | undefined; readonly unreadable: string[] } {
  const value = parent[field];
  const isNone = value === undefined || value === null || value === '';
  if (isNone || (typeof value === 'string' && yearOne.test(value))) return { at: undefined, unreadable: [] };
  const at = parseTime(value);
  const words = typeof value === 'string' ? '' : `: ${kindOf(value)}`;
  return { at, unreadable: at === undefined ? [`signInActivity.${field}${words}`] : [] };
}

function attemptOf(at: Instant | undefined, id: unknown): Attempt | undefined {
  return at && { at, requestId: typeof id === 'string' && id !== '' ? id.toLowerCase() : undefined };
}

function mergeActivity(a: SignInActivity, b: SignInActivity): SignInActivity {
  return {
    success: laterOf(a.success, b.success),
    interactive: laterAttempt(a.interactive, b.interactive),
    nonInteractive: laterAttempt(a.nonInteractive, b.nonInteractive),
  };
}

/** Of two attempts at one time, the one with the greater id. */
function laterAttempt(a: Attempt | undefined, b: Attempt | undefined): Attempt | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return (a.requestId ?? '') >= (b.requestId ?? '') ? a : b;
}

const isSameActivity = (a: SignInActivity, b: SignInActivity): boolean =>
  a.success === b.success && a.interactive?.at === b.interactive?.at && a.nonInteractive?.at === b.nonInteractive?.at;

/** The latest time that an activity names; undefined where it names none. */
export const newestOf = ({ success, interactive, nonInteractive }: SignInActivity): Instant | undefined =>
  [success, interactive?.at, nonInteractive?.at].reduce<Instant | undefined>(laterOf, undefined);

function activityUpTo({ success, interactive, nonInteractive }: SignInActivity, end: Instant) {
  const fields = [
    { field: 'lastSuccessfulSignInDateTime', at: success },
    { field: 'lastSignInDateTime', at: interactive?.at },
    { field: 'lastNonInteractiveSignInDateTime', at: nonInteractive?.at },
  ];
  const isLater = (at: Instant | undefined): boolean => at !== undefined && at > end;
  return {
    activity: {
      success: isLater(success) ? undefined : success,
      interactive: isLater(interactive?.at) ? undefined : interactive,
      nonInteractive: isLater(nonInteractive?.at) ? undefined : nonInteractive,
    },
    later: fields.flatMap(({ field, at }) => (isLater(at) ? [`signInActivity.${field}`] : [])),
  };
}

/** How the reads of Graph's list join. The activity may be a day behind. */
export const signInActivities: ListActivity<SignInActivity> = {
  none: noActivity,
  merge: mergeActivity,
  isSame: isSameActivity,
  newestOf,
  behindHours: 24,
  upTo: activityUpTo,
  createdField: 'createdDateTime',
};
