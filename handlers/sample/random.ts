import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of random choices from a seed. */
export interface Random {
  /** 0 inclusive to `end` exclusive. */
  below(end: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** An id in AWS's form: the prefix and 17 characters of A to Z and 2 to 7. */
  id(prefix: string): string;
  /** 8 hexadecimal digits. */
  hex(): string;
  /** In the form of a UUID of version 4. */
  uuid(): string;
}

const idCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const pair = (word: number, shift: number) => hexPairs[(word >>> shift) & 255] as string;
const high = (word: number) => pair(word, 24) + pair(word, 16);
const low = (word: number) => pair(word, 8) + pair(word, 0);

/** The same seed makes the same choices, on every machine. */
export function randomOf(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const next = () => generator.next();
  const unit = () => (next() >>> 0) / 0x1_0000_0000;
  const below = (end: number) => Math.floor(unit() * end);
  return {
    below,
    chance: (probability) => unit() < probability,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    id: (prefix) => prefix + Array.from({ length: 17 }, () => idCharacters[below(32)]).join(''),
    hex: () => hexOf(next()),
    uuid: () => uuidOf(next(), next(), next(), next()),
  };
}

const hexOf = (word: number) => high(word) + low(word);

function uuidOf(a: number, b: number, c: number, d: number): string {
  const version = (b & 0xffff0fff) | 0x4000;
  const variant = (c & 0x3fffffff) | 0x80000000;
  return `${hexOf(a)}-${high(version)}-${low(version)}-${high(variant)}-${low(variant)}${hexOf(d)}`;
}
