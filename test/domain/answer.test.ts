import { expect, it } from 'vitest';
import { answered, failed, failedAt, mapAnswer, unusable } from '../../domain/answer.ts';

const throttled = { kind: 'throttled', why: 'Throttling' } as const;

it('a change of the value leaves a failure as it is, with its action and its cause', () => {
  const failure = failed(throttled, 'iam:ListUsers', new Error('slow'));
  expect(mapAnswer(failure, () => 1)).toBe(failure);
  expect(mapAnswer(answered(1), (value) => value + 1)).toEqual(answered(2));
});

it('a failure keeps its kind when the place is named', () => {
  expect(failedAt('page 2', throttled)).toEqual({ kind: 'throttled', why: 'page 2: Throttling' });
  expect(failedAt('page 2', unusable('no marker'))).toEqual({ kind: 'refused', why: 'page 2: no marker' });
});
