/** A dormant user who is seen again. */

import { type CredentialUsed, isAccessKey } from '../credential.ts';
import type { AccessKeyId, UserId } from '../ids.ts';
import { daysBetween, type Instant, laterOf, silentDays } from '../time.ts';
import type { LastSeen } from './last-seen.ts';
import { compareSightings, type Sighting, type Subject } from './sighting.ts';

/** A subject with a unique id. Without one, nothing proves that it was the same user before the silence. */
type User = Extract<Subject, { readonly kind: 'user' }>;

/**
 * A sighting that ended a silence of the threshold or longer: the user's silence, or that of one access key while the
 * user was active. A first sighting ends no silence.
 */
export interface Awakening {
  /** Who was dormant and since when. An awakening that is published again has the same id. */
  readonly id: string;
  readonly dormant: 'user' | 'access-key';
  readonly userId: UserId;
  readonly accountId: User['accountId'];
  readonly previousLastSeen: Instant;
  readonly sighting: Sighting;
}

/**
 * The awakenings among these sightings, judged by the time of each sighting; `before` is what was known already. The
 * sightings may come in any order and repeatedly. A sighting no later than `before` ends no silence. Each awakening
 * holds the sighting object that was passed in.
 */
export function awakeningsOf(
  subject: Subject,
  before: LastSeen | undefined,
  sightings: readonly Sighting[],
  thresholdDays: number,
): Awakening[] {
  if (subject.kind !== 'user') return [];
  const awakenings: Awakening[] = [];
  let lastOfUser = before?.latest.at;
  // Stryker disable next-line ArrayDeclaration: no key is called otherwise than a key.
  const lastOfKey = new Map([...(before?.credentials ?? [])].map(([id, { at }]) => [id, at]));
  const wakes = (last: Instant | undefined, at: Instant) =>
    // Stryker disable next-line ConditionalExpression: from an unknown time no day has passed.
    last !== undefined && daysBetween(last, at) >= thresholdDays;
  for (const sighting of [...sightings].sort(compareSightings)) {
    const key = keyOf(sighting.credential);
    // Stryker disable next-line ConditionalExpression: nothing was seen through no key.
    const lastOfThis = key === undefined ? undefined : lastOfKey.get(key);
    if (wakes(lastOfUser, sighting.at)) awakenings.push(awakening(subject, 'user', lastOfUser as Instant, sighting));
    else if (wakes(lastOfThis, sighting.at))
      awakenings.push(awakening(subject, 'access-key', lastOfThis as Instant, sighting));
    lastOfUser = laterOf(lastOfUser, sighting.at);
    // Stryker disable next-line ConditionalExpression: what is kept of no key is never looked up.
    if (key !== undefined) lastOfKey.set(key, laterOf(lastOfThis, sighting.at) as Instant);
  }
  return awakenings;
}

function keyOf(credential: CredentialUsed | undefined): AccessKeyId | undefined {
  // Stryker disable next-line ConditionalExpression: undefined is no access key.
  return credential !== undefined && isAccessKey(credential) ? credential : undefined;
}

function awakening(
  { accountId, userId }: User,
  dormant: Awakening['dormant'],
  previousLastSeen: Instant,
  sighting: Sighting,
): Awakening {
  const who = dormant === 'user' ? userId : `${userId}/${sighting.credential}`;
  return { id: `${who}/${previousLastSeen}`, dormant, userId, accountId, previousLastSeen, sighting };
}

/** The event to automate on. `detail` is documented JSON: fields may be added, never removed. */
export interface AwakeningEvent {
  readonly detailType: 'Lastseen: Dormant User Woke Up';
  readonly detail: AwakeningDetail;
}

/** The event's detail; null where the record had no such field. Texts from outside are cut to a bound, not escaped. */
export type AwakeningDetail = ReturnType<typeof detailOf>;

export function awakeningEvent(awakening: Awakening): AwakeningEvent {
  return { detailType: 'Lastseen: Dormant User Woke Up', detail: detailOf(awakening) };
}

function detailOf({ id, dormant, accountId, userId, previousLastSeen, sighting }: Awakening) {
  return {
    version: 1,
    id,
    accountId,
    userId,
    userName: sighting.userName ?? null,
    arn: sighting.arn ?? null,
    dormant,
    credential: sighting.credential ?? null,
    previousLastSeen,
    idleDays: silentDays(previousLastSeen, sighting.at),
    event: calledEvent(sighting),
  };
}

/** The call of a sighting, as the details of events hold it. */
export function calledEvent(sighting: Sighting) {
  return {
    at: sighting.at,
    name: sighting.eventName ?? null,
    source: sighting.eventSource ?? null,
    region: sighting.region ?? null,
    sourceAddress: sighting.sourceAddress ?? null,
    userAgent: sighting.userAgent ?? null,
    eventId: sighting.eventId ?? null,
  };
}
