import { expect, it } from 'vitest';
import { rhythmDetail } from '../../../domain/verdict/rhythm-detail.ts';
import { daysAgo, now } from '../builders.ts';
import { assessed } from './assessed.ts';

const rhythm = { gaps: 212, longestGap: 20, quiet: true };
const silent = assessed('alice', 'idle', { idleDays: 100 });

it('the rhythm as JSON has the silence beside it, with its limit and its words', () => {
  expect(rhythmDetail({ ...silent, rhythm }, now)).toEqual({
    quiet: true,
    since: daysAgo(100),
    silentDays: 100,
    gaps: 212,
    longestGapDays: 20,
    limitDays: 41,
    words: 'silent 100 days; the longest of 212 gaps in the last 400 days was 20',
  });
});

it('is null where no rhythm is known, or no activity', () => {
  expect(rhythmDetail(silent, now)).toBeNull();
  expect(rhythmDetail({ ...silent, rhythm, lastActivity: undefined }, now)).toBeNull();
});
