import { describe, expect, it } from 'vitest';
import type { PendingUser } from '../../../domain/alerts/pending-digest.ts';
import { readPendingDigest, storedUsersOf } from '../../../domain/alerts/stored-digest.ts';
import { type Entry, nameEntry, userEntry } from '../../../domain/sightings/entry.ts';
import { user } from '../builders.ts';

const state = { userName: 'alice', state: 'idle', exempt: false, silent: true } as const;
const users = new Map<Entry, PendingUser>([
  [userEntry(user()), { possiblyPublished: [null, state], change: 'became-unused' }],
  [nameEntry('bob'), { possiblyPublished: [state], change: undefined }],
  [
    nameEntry('cai'),
    { possiblyPublished: [{ ...state, quietSince: '2026-10-01' }], change: 'active-again', fellQuiet: true },
  ],
]);
const stored = JSON.parse(JSON.stringify(storedUsersOf(users)));
const item = { id: '123456789012/2026-11-23T08:00:00Z', isFirst: false };

describe('a stored digest', () => {
  it('is read as it was written', () => {
    expect(readPendingDigest(item, stored)).toEqual({ ...item, users });
  });

  it('keeps the field names that older versions wrote', () => {
    expect(stored[0]).toEqual([userEntry(user()), { beliefs: [null, state], change: 'became-unused' }]);
  });

  it.each<[string, object, unknown]>([
    ['without an id', { isFirst: false }, stored],
    ['without its users', item, undefined],
    ['with a user of no entry', item, [['', stored[0][1]]]],
    ['with a user who is no pair', item, ['alice']],
    ['with a state that this version does not know', item, [[stored[0][0], { beliefs: [{ ...state, state: 'odd' }] }]]],
    ['with a change that this version does not know', item, [[stored[0][0], { beliefs: [null], change: 'promoted' }]]],
  ])('%s is not read: what was published is then not known', (_, attributes, written) => {
    expect(readPendingDigest({ ...attributes }, written)).toBeUndefined();
  });
});
