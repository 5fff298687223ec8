import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of choices that a seed decides. */
export interface Random {
  /** 0 inclusive to `end` exclusive. */
  below(end: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** An id in AWS's form: the prefix and 17 of A to Z and 2 to 7. */
  id(prefix: string): string;
  uuid(): string;
}

const idCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function randomOf(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const unit = () => (generator.next() >>> 0) / 0x1_0000_0000;
  const below = (end: number) => Math.floor(unit() * end);
  const hex = () => (generator.next() >>> 0).toString(16).padStart(8, '0');
  return {
    below,
    chance: (probability) => unit() < probability,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    id: (prefix) => prefix + Array.from({ length: 17 }, () => idCharacters[below(32)]).join(''),
    uuid: () => {
      const [a, b, c, d] = [hex(), hex(), hex(), hex()];
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
    },
  };
}
