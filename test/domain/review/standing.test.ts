import { describe, expect, it } from 'vitest';
import { askedNow, standingOf } from '../../../domain/review/standing.ts';
import type { ReviewAnswer } from '../../../domain/review/user-review.ts';
import { account, daysAgo } from '../builders.ts';
import { campaign, keep, remove, review, says } from './world.ts';

const session = (name: string): ReviewAnswer => ({
  ...says('x', keep),
  by: `arn:aws:sts::${account()}:assumed-role/Team/${name}`,
});
const passed = says('bob', { kind: 'not-mine', to: 'eve' }, daysAgo(5));

describe('a user in a campaign', () => {
  it.each<[string, readonly ReviewAnswer[], object, string]>([
    ['of whom nobody spoke is unanswered', [], { kind: 'unanswered' }, 'team'],
    ['is kept by the word of another', [says('bob', keep)], { answer: { says: keep } }, 'team'],
    [
      'is removed by the latest word',
      [says('bob', keep, daysAgo(2)), says('eve', remove)],
      { answer: { says: remove } },
      'team',
    ],
    [
      'is kept by the latest word',
      [says('bob', remove, daysAgo(2)), says('eve', keep)],
      { answer: { says: keep } },
      'team',
    ],
    ['is passed on, and eve is asked', [passed], { kind: 'passed-on', to: 'eve' }, 'eve'],
    ['is passed on, and eve answers', [passed, says('eve', keep)], { answer: { says: keep } }, 'eve'],
    ['needs a second for its own word', [says('alice', keep)], { kind: 'unconfirmed' }, 'frieda'],
    ['needs a second for a session of its name', [session('Alice@example.com')], { kind: 'unconfirmed' }, 'frieda'],
    ['needs a second for its creator', [session('carl')], { kind: 'unconfirmed' }, 'frieda'],
    [
      'needs the fallback as the second',
      [says('alice', keep, daysAgo(1)), says('bob', keep)],
      { kind: 'unconfirmed' },
      'frieda',
    ],
    [
      'is kept once the fallback says so too',
      [says('alice', keep, daysAgo(1)), says('frieda', keep)],
      { kind: 'settled' },
      'team',
    ],
    ['may go by its own word', [says('alice', remove)], { kind: 'settled' }, 'team'],
    [
      'stays kept by another where it speaks for itself later',
      [says('bob', keep, daysAgo(1)), says('alice', keep)],
      { answer: says('bob', keep, daysAgo(1)) },
      'team',
    ],
    [
      'stays removed until another keeps it',
      [says('bob', remove, daysAgo(1)), says('alice', keep)],
      { kind: 'unconfirmed' },
      'frieda',
    ],
  ])('%s', (_, answers, expected, asked) => {
    const standing = standingOf(review(answers), campaign());
    expect(standing).toMatchObject(expected);
    expect(askedNow(review(answers), standing, campaign())).toBe(asked);
  });

  it('of a campaign without a fallback is confirmed by nobody, and its owner is asked on', () => {
    const alone = campaign({ fallback: undefined, confirmers: [] });
    const answered = review([says('alice', keep, daysAgo(1)), says('frieda', keep)]);
    const standing = standingOf(answered, alone);
    expect(standing).toMatchObject({ kind: 'unconfirmed' });
    expect(askedNow(answered, standing, alone)).toBe('team');
  });

  it('is not confirmed by somebody who is only called like a part of the fallback', () => {
    const own = says('alice', keep, daysAgo(1));
    const terms = campaign({ confirmers: ['frieda@example.com'] });
    expect(standingOf(review([own, session('frieda')]), terms)).toMatchObject({ kind: 'unconfirmed' });
    expect(standingOf(review([own, session('Frieda@example.com')]), terms)).toMatchObject({ kind: 'settled' });
  });
});
