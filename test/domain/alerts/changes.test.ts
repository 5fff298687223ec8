import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Change,
  type ChangeKind,
  changeOf,
  type PublishedState,
  publishedStateOf,
} from '../../../domain/alerts/changes.ts';
import { assessmentEntry, type Entry } from '../../../domain/sightings/entry.ts';
import type { Assessment } from '../../../domain/verdict/assessment.ts';
import { isUnused, type State, states } from '../../../domain/verdict/state.ts';
import { question } from '../builders.ts';
import { assessed, byEntry } from '../verdict/assessed.ts';

const published = (assessments: ReadonlyMap<Entry, Assessment>) =>
  new Map([...assessments].map(([entry, assessment]) => [entry, publishedStateOf(assessment, question)]));

/** The change of each user of two days, in the order of the entries. */
function changesOf(before: ReadonlyMap<Entry, PublishedState>, now: ReadonlyMap<Entry, Assessment>): Change[] {
  const entries = [...new Set([...before.keys(), ...now.keys()])].sort();
  return entries.flatMap((entry) => changeOf(entry, before.get(entry), now.get(entry)) ?? []);
}

function kindOf(before: Assessment | undefined, after: Assessment | undefined): ChangeKind | undefined {
  const entry = assessmentEntry((before ?? after ?? assessed('alice', 'new')).user);
  return changeOf(entry, before && publishedStateOf(before, question), after)?.kind;
}

/** What each pair of states makes; `-` for none. */
const table: readonly (readonly [State | 'absent', State | 'absent', ChangeKind | '-'])[] = [
  ['absent', 'active', 'new-user'],
  ['absent', 'new', 'new-user'],
  ['absent', 'unknown', 'new-user'],
  ['absent', 'idle', 'became-unused'],
  ['absent', 'never-used', 'became-unused'],
  ['active', 'active', '-'],
  ['active', 'idle', 'became-unused'],
  ['active', 'unknown', 'became-unknown'],
  ['active', 'new', '-'],
  ['active', 'absent', 'gone'],
  ['idle', 'active', 'active-again'],
  ['idle', 'idle', '-'],
  ['idle', 'new', 'no-longer-unused'],
  ['idle', 'unknown', 'became-unknown'],
  ['idle', 'absent', 'gone'],
  ['never-used', 'idle', '-'],
  ['never-used', 'active', 'active-again'],
  ['new', 'never-used', 'became-unused'],
  ['new', 'active', '-'],
  ['unknown', 'idle', 'became-unused'],
  ['unknown', 'new', 'known-again'],
  ['unknown', 'active', 'active-again'],
  ['unknown', 'unknown', '-'],
];

test.each(table)('from %s to %s: %s', (before, after, kind) => {
  const of = (state: State | 'absent') => (state === 'absent' ? undefined : assessed('alice', state));
  expect(kindOf(of(before), of(after))).toBe(kind === '-' ? undefined : kind);
});

test('a user of whom nothing was ever known is known again, not active again', () => {
  const unknown = assessed('alice', 'unknown');
  expect(kindOf({ ...unknown, lastActivity: undefined }, assessed('alice', 'active'))).toBe('known-again');
});

describe('exempt users', () => {
  test('are never reported as unused', () => {
    expect(kindOf(assessed('alice', 'active'), assessed('alice', 'idle', { exempt: true }))).toBeUndefined();
  });
  test('become unused the day their exemption ends', () => {
    expect(kindOf(assessed('alice', 'idle', { exempt: true }), assessed('alice', 'idle'))).toBe('became-unused');
  });
  test('are no longer unused from the day they are exempt', () => {
    expect(kindOf(assessed('alice', 'idle'), assessed('alice', 'idle', { exempt: true }))).toBe('no-longer-unused');
  });
});

const account = fc
  .dictionary(
    fc.constantFrom('ann', 'ben', 'cai', 'dee'),
    fc.record({ state: fc.constantFrom(...states), exempt: fc.boolean() }),
  )
  .map((users) =>
    byEntry(...Object.entries(users).map(([name, { state, exempt }]) => assessed(name, state, { exempt }))),
  );

test('nothing changed, nothing is reported', () => {
  fc.assert(
    fc.property(account, (now) => {
      expect(changesOf(published(now), now)).toEqual([]);
    }),
  );
});

test('whoever is newly unused and not exempt is reported as that, and nobody else', () => {
  const unused = (accounts: ReadonlyMap<Entry, Assessment>) =>
    [...accounts]
      .filter(([, { state, exemption }]) => isUnused(state) && exemption === undefined)
      .map(([entry]) => entry);
  fc.assert(
    fc.property(account, account, (before, now) => {
      const newly = unused(now).filter((entry) => !unused(before).includes(entry));
      const changes = changesOf(published(before), now).filter(({ kind }) => kind === 'became-unused');
      expect(changes.map(({ entry }) => entry)).toEqual(newly.sort());
    }),
  );
});

test('a user changes at most once, and carries before and after', () => {
  fc.assert(
    fc.property(account, account, (before, now) => {
      const changes = changesOf(published(before), now);
      expect(new Set(changes.map(({ entry }) => entry)).size).toBe(changes.length);
      for (const change of changes) {
        expect(change.after).toBe(now.get(change.entry));
        expect(change.before).toEqual(published(before).get(change.entry));
      }
    }),
  );
});
