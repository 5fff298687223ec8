import type { CredentialUsed } from '../credential.ts';
import type { AccountId, UserId, UserName } from '../ids.ts';
import type { Instant } from '../time.ts';

/**
 * The subject of a sighting: an IAM user by unique id, an IAM user by name alone (the record had no unique id), the
 * account's root, or an AWS service that acted in root's name.
 */
export type Subject =
  | { readonly kind: 'user'; readonly accountId: AccountId; readonly userId: UserId }
  | { readonly kind: 'name'; readonly accountId: AccountId; readonly userName: UserName }
  | { readonly kind: 'root' | 'root-by-service'; readonly accountId: AccountId };

/**
 * Evidence that a subject's credential was used at one moment. Fields are undefined where the record has none. Texts
 * come from outside: they are cut to a bound, not escaped.
 */
export interface Sighting {
  readonly at: Instant;
  readonly credential: CredentialUsed | undefined;
  readonly eventId: string | undefined;
  readonly eventName: string | undefined;
  readonly eventSource: string | undefined;
  readonly region: string | undefined;
  readonly sourceAddress: string | undefined;
  readonly userAgent: string | undefined;
  readonly accessKeyId: string | undefined;
  /** The error of a refused call; undefined where the call succeeded. */
  readonly errorCode: string | undefined;
  readonly userName: string | undefined;
  readonly arn: string | undefined;
}

/**
 * The part of a sighting that is stored for each credential. These are the fields that order sightings first, so the
 * shortened sightings keep their order.
 */
export type CredentialSighting = Pick<Sighting, 'at' | 'eventId' | 'eventSource' | 'eventName' | 'region'>;

type Ordered = Partial<Sighting> & Pick<Sighting, 'at'>;

const tieOrder = [
  'eventId',
  'eventSource',
  'eventName',
  'region',
  'sourceAddress',
  'userAgent',
  'accessKeyId',
  'errorCode',
  'credential',
  'userName',
  'arn',
] as const satisfies readonly (keyof Sighting)[];

/**
 * The total order of sightings: by time, then by event id (the greater is later), then by the other fields. So the
 * later of two never depends on which copy of an event came first. An absent field sorts before a present one.
 */
export function compareSightings(a: Ordered, b: Ordered): number {
  // Stryker disable next-line EqualityOperator: equal times do not come here.
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  for (const field of tieOrder) {
    const order = compareOptional(a[field], b[field]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareOptional(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  // Stryker disable next-line ConditionalExpression: undefined is not greater than anything either.
  if (a === undefined) return -1;
  // Stryker disable next-line EqualityOperator: equal texts do not come here.
  return b === undefined || a > b ? 1 : -1;
}

/** The later of two sightings: commutative, associative, idempotent. */
export function later<T extends Ordered | undefined>(a: T, b: T): T {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return compareSightings(a, b) >= 0 ? a : b;
}

/** Whether the call went through. A refused one is a sighting as well. */
export const isSuccess = (sighting: Sighting): boolean => sighting.errorCode === undefined;

/** What is kept of a sighting for each credential. */
export function credentialSightingOf(sighting: CredentialSighting): CredentialSighting {
  const { at, eventId, eventSource, eventName, region } = sighting;
  return { at, eventId, eventSource, eventName, region };
}
