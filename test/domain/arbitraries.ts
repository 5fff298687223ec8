import fc from 'fast-check';
import type { CredentialUsed } from '../../domain/credential.ts';
import type { LastSeen } from '../../domain/sightings/last-seen.ts';
import type { Sighting } from '../../domain/sightings/sighting.ts';
import { epochMs, type Instant } from '../../domain/time.ts';
import { daysAgo, instant, key, lastSeen, now, sighting } from './builders.ts';

/** Moments of two months before `now`, few enough that ties are common. */
export const moments: fc.Arbitrary<Instant> = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 2 }))
  .map(([days, seconds]) => daysAgo(days, -seconds));

/** Any second from 1970 to 9999. */
export const anyInstant: fc.Arbitrary<Instant> = fc
  .integer({ min: 0, max: epochMs(instant('9999-12-31T23:59:59Z')) / 1000 })
  .map((seconds) => instant(`${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`));

export const keys = fc.integer({ min: 0, max: 9 }).map((digit) => key(`AKIAALICE0000000000${digit}`));

const credentials: fc.Arbitrary<CredentialUsed | undefined> = fc.oneof(
  fc.constantFrom('console' as const, 'federation' as const, 'session' as const, undefined),
  { arbitrary: keys, weight: 3 },
);

const text = (...values: string[]) => fc.constantFrom(undefined, ...values);

/** Sightings of one subject that often agree in time, in event id, or in all but one field. */
export const sightings: fc.Arbitrary<Sighting> = fc
  .record({
    at: moments,
    credential: credentials,
    eventId: text('e1', 'e2'),
    eventName: text('GetUser', 'ListBuckets'),
    eventSource: text('iam.amazonaws.com'),
    region: text('eu-west-1', 'us-east-1'),
    sourceAddress: fc.option(
      fc.nat({ max: 11 }).map((net) => `192.0.${net}.1`),
      { nil: undefined },
    ),
    userAgent: text('x'),
    accessKeyId: text('AKIAALICE00000000001'),
    errorCode: text('AccessDenied'),
    userName: text('alice', 'Alice'),
    arn: text('arn:aws:iam::123456789012:user/alice'),
  })
  .map((changes) => sighting(changes));

export const manySightings = fc.array(sightings, { minLength: 1, maxLength: 25 });

export const lastSeens: fc.Arbitrary<LastSeen> = manySightings.map(([first, ...more]) =>
  lastSeen(first ?? sighting({ at: now }), ...more),
);

/** The same things in any order, some of them twice. */
export function reordered<T>(things: readonly T[]): fc.Arbitrary<T[]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...things], { minLength: things.length, maxLength: things.length }),
      fc.subarray([...things]),
    )
    .map(([all, again]) => [...all, ...again]);
}
