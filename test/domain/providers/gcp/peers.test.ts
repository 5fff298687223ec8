import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../domain/json.ts';
import { isUnused, type State } from '../../../../domain/verdict/state.ts';
import { activity, dayAgo, judge, keyId, listed, listedKey, neighbour } from './builders.ts';

/** What a peer says of a key of a service account that is in use: unused, or not. */
interface PeerCase {
  readonly peer: string;
  readonly name: string;
  /** The entry of the key; absent where the answer has none. */
  readonly entry?: JsonObject;
  readonly createdDaysAgo: number;
  readonly unused: boolean;
  /** What we say instead, and why; absent where we agree. */
  readonly ours?: readonly [state: State, why: string];
}

const used = (day: number) => activity({ day: dayAgo(day), key: keyId });

/**
 * prowler `iam_sa_user_managed_key_unused`: user-managed keys without an authentication in 180 days, by Cloud
 * Monitoring. broadinstitute/yale: disables a key whose entry is older than so many days. Both retold for 90 days.
 */
const cases: readonly PeerCase[] = [
  { peer: 'prowler', name: 'used 10 days ago', entry: used(10), createdDaysAgo: 500, unused: false },
  { peer: 'prowler', name: 'used 200 days ago', entry: used(200), createdDaysAgo: 500, unused: true },
  { peer: 'prowler', name: 'without an entry, old', createdDaysAgo: 500, unused: true },
  {
    peer: 'prowler',
    name: 'without an entry, created yesterday',
    createdDaysAgo: 1,
    unused: true,
    ours: ['new', 'its age is asked'],
  },
  { peer: 'yale', name: 'used 200 days ago', entry: used(200), createdDaysAgo: 500, unused: true },
  {
    peer: 'yale',
    name: 'without an entry, old',
    createdDaysAgo: 500,
    unused: false,
    ours: ['idle', 'no entry is silence, as far as the period reaches'],
  },
  {
    peer: 'yale',
    name: 'used on a day that ended less than 90 days before the end of the period',
    entry: used(92),
    createdDaysAgo: 500,
    unused: true,
    ours: ['unknown', 'days are whole, and the answer is two days behind'],
  },
];

describe('what peers say of a key of a service account', () => {
  const others = [neighbour, activity({ day: dayAgo(2) }), activity({ day: dayAgo(2), key: 'ab', name: 'web' })];

  it.each(cases)('$peer: $name', ({ entry, createdDaysAgo, unused, ours }) => {
    const lists = [listed(), listedKey({ validAfterTime: dayAgo(createdDaysAgo) })];
    const { credentials } = judge([[...others, ...(entry === undefined ? [] : [entry])]], { lists });
    const state = credentials.find(({ id }) => id === keyId)?.state ?? 'active';
    if (ours === undefined) expect(isUnused(state)).toBe(unused);
    else {
      expect(state).toBe(ours[0]);
      expect(isUnused(state)).not.toBe(unused);
    }
  });
});
