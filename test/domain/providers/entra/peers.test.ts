import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../domain/json.ts';
import { isUnused } from '../../../../domain/verdict/state.ts';
import { daysAgo } from '../../builders.ts';
import { colleague, graphUser } from './builders.ts';
import { twice } from './judge.ts';

/** A case of a peer's own rule: whether it calls the user unused; undefined where it does not judge. */
interface PeerCase {
  readonly name: string;
  readonly user: JsonObject;
  readonly others?: readonly JsonObject[];
  readonly unused: boolean | undefined;
  /** What we say instead, and why; absent where we agree. */
  readonly ours?: readonly [state: string, why: string];
}

const attempt = (days: number) => ({ signInActivity: { lastSignInDateTime: daysAgo(days) } });
const success = (days: number) => ({ signInActivity: { lastSuccessfulSignInDateTime: daysAgo(days) } });
const guest = { userType: 'Guest' };
const none = { signInActivity: null };
const nobody = [{ ...colleague, signInActivity: null }];

/** prowler 3e000faa, `entra_user_with_recent_sign_in`: enabled users, `lastSignInDateTime` alone, more than 90 days. */
const prowler: readonly PeerCase[] = [
  { name: 'an attempt 120 days ago', user: attempt(120), unused: true },
  {
    name: 'an attempt 90 days ago',
    user: attempt(90),
    unused: false,
    ours: ['never-used', 'exactly the threshold is unused, and an attempt is no use'],
  },
  { name: 'an attempt 10 days ago', user: attempt(10), unused: false, ours: ['unknown', 'an attempt may have failed'] },
  { name: 'no value, others have one', user: none, unused: true },
  {
    name: 'no value, created yesterday',
    user: { ...none, createdDateTime: daysAgo(1) },
    unused: true,
    ours: ['new', 'its age is asked'],
  },
  {
    name: 'no value, nor has anybody',
    user: none,
    others: nobody,
    unused: true,
    ours: ['unknown', 'a licence is missing'],
  },
  {
    name: 'disabled',
    user: { ...none, accountEnabled: false },
    unused: undefined,
    ours: ['never-used', 'a disabled account is judged, and not usable'],
  },
  {
    name: 'a person 200 days ago, a client yesterday',
    user: { signInActivity: { lastSignInDateTime: daysAgo(200), lastNonInteractiveSignInDateTime: daysAgo(1) } },
    unused: true,
    ours: ['unknown', 'clients sign in too'],
  },
];

/** zerotrustassessment 83a87007, 21858: guests, last success or else creation, more than 90 days. */
const zeroTrust: readonly PeerCase[] = [
  {
    name: 'no success, created 100 days ago',
    user: { ...guest, ...none, createdDateTime: daysAgo(100) },
    unused: true,
  },
  {
    name: 'no success, an attempt 3 days ago',
    user: { ...guest, ...attempt(3) },
    unused: true,
    ours: ['unknown', 'the success may be missing'],
  },
  {
    name: 'a success 90 days ago',
    user: { ...guest, ...success(90) },
    unused: false,
    ours: ['unknown', 'the list may be a day behind; after it, unused'],
  },
];

describe.each([
  ['prowler', prowler],
  ['zerotrustassessment', zeroTrust],
])('beside %s', (_, cases) => {
  it.each(cases)('$name', ({ user, others, unused, ours }) => {
    const { state } = twice(graphUser(user), others === undefined ? {} : { others });
    if (ours === undefined) expect(isUnused(state)).toBe(unused);
    else expect([state, state === 'unknown' || isUnused(state) !== unused]).toEqual([ours[0], true]);
  });
});
