/** At least one value. */
export type Group<T> = readonly [T, ...T[]];

/** The values in groups, in the order in which each group began. */
export const groupBy = <T>(values: readonly T[], keyOf: (value: T) => string): readonly Group<T>[] => [
  ...groupsByKey(values, keyOf).values(),
];

/** The same by their keys. */
export function groupsByKey<K, T>(values: readonly T[], keyOf: (value: T) => K): ReadonlyMap<K, Group<T>> {
  const groups = new Map<K, [T, ...T[]]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
