/**
 * A map that never holds more than its bound. A full map takes one newcomer in eight, in the place of one that is
 * drawn by lot: of more keys than it can hold it keeps nearly as many as there is room for, in whatever order they
 * come round, and forgets in time those that come no more. Whoever goes by age alone keeps none of 12,000 that come
 * round 10,000 places.
 */
export interface BoundedMap<V> {
  readonly size: number;
  get(key: string): V | undefined;
  /** A key that is there always gets the value. */
  set(key: string, value: V): void;
  delete(key: string): void;
}

const newcomersTaken = 1 / 8;

/** `random` draws from 0, inclusive, to 1, exclusive. */
export function boundedMap<V>(bound: number, random: () => number): BoundedMap<V> {
  const places = new Map<string, number>();
  const entries: { readonly key: string; readonly value: V }[] = [];

  const putAt = (place: number, key: string, value: V) => {
    entries[place] = { key, value };
    places.set(key, place);
  };
  const remove = (place: number) => {
    const [entry, last] = [entries[place], entries.pop()];
    if (entry === undefined || last === undefined) return;
    places.delete(entry.key);
    if (last.key !== entry.key) putAt(place, last.key, last.value);
  };
  return {
    get size() {
      return entries.length;
    },
    get: (key) => entries[places.get(key) ?? -1]?.value,
    set: (key, value) => {
      const place = places.get(key);
      if (place !== undefined) return putAt(place, key, value);
      if (entries.length >= bound) {
        if (random() >= newcomersTaken) return;
        remove(Math.floor(random() * entries.length));
      }
      putAt(entries.length, key, value);
    },
    delete: (key) => {
      const place = places.get(key);
      if (place !== undefined) remove(place);
    },
  };
}
