import { expect, it } from 'vitest';
import type { MissingFact } from '../../../domain/inventory/iam-user.ts';
import { ruleOf } from '../../../domain/verdict/rule.ts';
import type { State } from '../../../domain/verdict/state.ts';
import { iamUser } from '../builders.ts';
import { project } from '../providers/gcp/builders.ts';

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
  expect(ruleOf({ state, gaps, user: iamUser() })).toEqual({ number, says: expect.stringMatching(says) });
});

it('says who does not record, and what did not watch, by the provider of the user', () => {
  const gaps: MissingFact[] = [{ kind: 'use-not-recorded', credential: 'hmac-key' }];
  const { says } = ruleOf({ state: 'unknown', gaps, user: iamUser({ accountId: project() }) });
  expect(says).toMatch(/^Google Cloud does not record the use .*, and Cloud Audit Logs did not watch/);
});
