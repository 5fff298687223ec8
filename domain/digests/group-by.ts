import { byKey } from '../by-key.ts';

/** At least one value. */
export type Group<T> = readonly [T, ...T[]];

/** The values in groups, in the order in which each group began. */
export const groupBy = <T>(values: readonly T[], keyOf: (value: T) => string): readonly Group<T>[] => [
  ...byKey(values, keyOf).values(),
];
