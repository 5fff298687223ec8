/**
 * A map that never holds more than its bound. A full map accepts one new key in eight, in place of a random one. So, of
 * more keys than fit, it keeps nearly as many as fit, in any order of repetition, and in time forgets keys that no
 * longer come. Removing by age instead would keep none of 12,000 keys that repeat in turn over 10,000 places.
 */
export interface BoundedMap<V> {
  readonly size: number;
  get(key: string): V | undefined;
  /** Sets a value. A key that is present always gets it. */
  set(key: string, value: V): void;
  delete(key: string): void;
}

const newcomersTaken = 1 / 8;

/** `random` returns a number from 0, inclusive, to 1, exclusive. */
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
