import { expect, it } from 'vitest';
import { mostInASecond } from './write-times.ts';

it.each<[readonly number[], number]>([
  [[], 0],
  [[0, 999], 2],
  [[0, 1000], 1],
  [[1900, 100, 1099, 500, 1100], 3],
])('of the writes at %j at most %i lie in one second', (atMs, most) => expect(mostInASecond(atMs)).toBe(most));
