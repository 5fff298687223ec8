import { expect, it } from 'vitest';
import type { MissingFact } from '../../../domain/inventory/iam-user.ts';
import { ruleOf } from '../../../domain/verdict/rule.ts';
import type { State } from '../../../domain/verdict/state.ts';

const unrecorded: MissingFact = { kind: 'use-not-recorded', credential: 'ssh-public-key' };

it.each<[State, readonly MissingFact[], number, RegExp]>([
  ['active', [{ kind: 'no-row' }], 1, /^a source knows of an activity/],
  ['unknown', [{ kind: 'no-row' }], 2, /should have answered did not/],
  ['unknown', [unrecorded, { kind: 'no-row' }], 2, /should have answered did not/],
  ['unknown', [unrecorded], 4, /^IAM does not record the use/],
  ['new', [], 3, /younger than the threshold$/],
  ['idle', [], 5, /nothing is missing$/],
  ['never-used', [], 5, /nothing is missing$/],
])('%s with %j is by rule %i', (state, gaps, number, says) => {
  expect(ruleOf({ state, gaps })).toEqual({ number, says: expect.stringMatching(says) });
});
