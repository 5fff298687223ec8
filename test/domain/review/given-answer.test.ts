import { describe, expect, it } from 'vitest';
import { type GivenAnswer, parseReviewWord } from '../../../domain/review/given-answer.ts';
import type { ReviewWord } from '../../../domain/review/user-review.ts';
import { instant, now } from '../builders.ts';

const reason = 'the books';
const limits = { now, isAdmin: false };

describe('an answer of a review', () => {
  it.each<[string, GivenAnswer, ReviewWord]>([
    [
      'keeps for at most 180 days',
      { answer: 'keep', until: '2027-05-22', reason },
      { kind: 'keep', until: '2027-05-22', reason },
    ],
    [
      'keeps until today',
      { answer: ' Keep ', until: '2026-11-23', reason: ' the books ' },
      { kind: 'keep', until: '2026-11-23', reason },
    ],
    [
      'keeps until the next March',
      { answer: 'seasonal', month: '03', reason },
      { kind: 'seasonal', month: 3, until: '2027-03-31', reason },
    ],
    [
      'keeps until the end of this month',
      { answer: 'seasonal', month: '11', reason },
      { kind: 'seasonal', month: 11, until: '2026-11-30', reason },
    ],
    [
      'keeps until the February of a year of 365 days',
      { answer: 'seasonal', month: '2', reason },
      { kind: 'seasonal', month: 2, until: '2027-02-28', reason },
    ],
    ['removes without a reason', { answer: 'remove', until: ' ' }, { kind: 'remove' }],
    ['passes on', { answer: 'not-mine', to: 'eve', reason }, { kind: 'not-mine', to: 'eve', reason }],
  ])('%s', (_, given, value) => {
    expect(parseReviewWord(given, limits)).toEqual({ kind: 'ok', value });
  });

  it.each<[string, GivenAnswer, string, RegExp]>([
    ['that is none', {}, 'answer', /give one of keep, remove, seasonal, not-mine/],
    ['of another word', { answer: 'maybe' }, 'answer', /give one of/],
    ['without an end', { answer: 'keep', reason }, 'until', /from 2026-11-23 to 2027-05-22/],
    ['of 181 days', { answer: 'keep', until: '2027-05-23', reason }, 'until', /to 2027-05-22/],
    ['of yesterday', { answer: 'keep', until: '2026-11-22', reason }, 'until', /from 2026-11-23/],
    ['as a spreadsheet writes the day', { answer: 'keep', until: '31/03/2027', reason }, 'until', /give a day/],
    ['of a day that does not exist', { answer: 'keep', until: '2027-02-30', reason }, 'until', /give a day/],
    ['without a reason', { answer: 'keep', until: '2027-03-31', reason: ' ' }, 'reason', /say why/],
    ['without a month', { answer: 'seasonal', reason }, 'month', /1 to 12/],
    ['of month 13', { answer: 'seasonal', month: '13', reason }, 'month', /1 to 12/],
    ['of half a month', { answer: 'seasonal', month: '1.5', reason }, 'month', /1 to 12/],
    ['to nobody', { answer: 'not-mine', to: '' }, 'to', /say whom/],
    ['to a novel', { answer: 'not-mine', to: 'x'.repeat(257) }, 'to', /256/],
    ['with a novel', { answer: 'remove', reason: 'x'.repeat(501) }, 'reason', /501 characters/],
    ['with an end that nothing needs', { answer: 'remove', until: '2027-03-31' }, 'until', /remove has no use/],
    [
      'with a month beside a day',
      { answer: 'keep', until: '2027-03-31', month: '3', reason },
      'month',
      /keep has no use/,
    ],
  ])('%s is refused', (_, given, field, todo) => {
    expect(parseReviewWord(given, limits)).toMatchObject({
      kind: 'wrong',
      problems: [{ field, todo: expect.stringMatching(todo) }],
    });
  });

  it('keeps whoever can change IAM for at most 90 days, whatever its season', () => {
    const admin = { now, isAdmin: true };
    expect(parseReviewWord({ answer: 'keep', until: '2027-02-21', reason }, admin).kind).toBe('ok');
    expect(parseReviewWord({ answer: 'keep', until: '2027-02-22', reason }, admin).kind).toBe('wrong');
    expect(parseReviewWord({ answer: 'seasonal', month: '1', reason }, admin).kind).toBe('ok');
    expect(parseReviewWord({ answer: 'seasonal', month: '3', reason }, admin)).toMatchObject({
      problems: [{ todo: expect.stringMatching(/90 days/) }],
    });
  });

  it('of a season that has just passed waits for the next year', () => {
    const may = { now: instant('2027-05-01T00:00:00Z'), isAdmin: false };
    expect(parseReviewWord({ answer: 'seasonal', month: '4', reason }, may)).toMatchObject({
      value: { until: '2028-04-30' },
    });
  });
});
