import { expect, it } from 'vitest';
import { type LookupWindow, mergeLookupWindows } from '../../../domain/coverage/lookup-window.ts';
import { daysAgo } from '../builders.ts';

const stretch = (from: number, to: number): LookupWindow => ({ from: daysAgo(from), to: daysAgo(to) });

it.each<[string, LookupWindow, LookupWindow, LookupWindow]>([
  ['that overlap are one', stretch(30, 10), stretch(20, 5), stretch(30, 5)],
  ['that meet in one moment are one', stretch(30, 20), stretch(20, 5), stretch(30, 5)],
  ['that do not meet are the later one', stretch(30, 21), stretch(20, 5), stretch(20, 5)],
  ['one inside the other are the longer one', stretch(30, 5), stretch(20, 10), stretch(30, 5)],
  ['that end together are the longer one', stretch(20, 5), stretch(30, 5), stretch(30, 5)],
  ['that begin together are the longer one', stretch(30, 10), stretch(30, 5), stretch(30, 5)],
])('two stretches looked up %s, in either order', (_, a, b, merged) => {
  expect(mergeLookupWindows(a, b)).toEqual(merged);
  expect(mergeLookupWindows(b, a)).toEqual(merged);
});

it('the first stretch looked up stands for itself', () => {
  expect(mergeLookupWindows(undefined, stretch(30, 5))).toEqual(stretch(30, 5));
});
