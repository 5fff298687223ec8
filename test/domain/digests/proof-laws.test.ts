import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FoundDigest, nameOf } from '../../../domain/digests/check-digests.ts';
import { mergeSpans } from '../../../domain/digests/span.ts';
import { prove, provenHours, soundWorld, type World } from './signed-world.ts';

const worlds = { true: soundWorld(true), false: soundWorld(false) } as const;
const sound = fc.boolean().map((isCopy) => worlds[`${isCopy}`]);

/** A sound world of which anything may have been removed. */
const incomplete = sound.chain((world) =>
  fc.record({
    digests: fc.subarray([...world.digests]),
    logs: fc.subarray([...world.logs]).map((logs) => new Map(logs)),
    keys: fc.constant(world.keys),
  }),
);

const without = (world: World, gone: FoundDigest): World => ({
  ...world,
  digests: world.digests.filter((each) => each !== gone),
});

describe('proof', () => {
  it('is of every hour where nothing is missing; a copy lacks the newest of each chain', () => {
    expect(provenHours(prove(worlds.false)).size).toBe(8 + 5);
    expect(provenHours(prove(worlds.true)).size).toBe(7 + 4);
  });

  it('does not depend on the order in which files are found, nor on copies of them', () => {
    fc.assert(
      fc.property(incomplete, fc.infiniteStream(fc.nat()), (world, chance) => {
        const again = world.digests.filter(() => (chance.next().value ?? 0) % 2 === 0);
        const shuffled = [...world.digests, ...again].map((found) => ({ found, at: chance.next().value ?? 0 }));
        const digests = shuffled.toSorted((a, b) => a.at - b.at).map(({ found }) => found);
        const logs = new Map([...world.logs].reverse());
        expect(prove({ ...world, digests, logs })).toEqual(prove(world));
      }),
    );
  });

  it('is the same of all digests as of any parts of them together', () => {
    const ordinary = worlds.false.digests.filter(({ digest }) => !digest.isBackfill);
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: ordinary.length }),
        fc.subarray([...worlds.false.logs]),
        (sides, logs) => {
          const world = { ...worlds.false, logs: new Map(logs) };
          const proofOf = (digests: readonly FoundDigest[]) => prove({ ...world, digests });
          const parts = [true, false].map((side) => proofOf(ordinary.filter((_, index) => sides[index] === side)));
          const spansIn = (region: string) =>
            mergeSpans(
              parts
                .flatMap((part) => part.regions.filter((each) => each.region === region))
                .flatMap(({ proven }) => proven),
            );
          for (const { region, proven } of proofOf(ordinary).regions) expect(spansIn(region)).toEqual(proven);
        },
      ),
    );
  });

  it('never exceeds the hours whose digest and log files were read', () => {
    fc.assert(
      fc.property(incomplete, (world) => {
        const read = world.digests
          .filter(
            ({ digest }) =>
              !digest.isBackfill && digest.logFiles.every((file) => world.logs.get(nameOf(file)) === file.hash),
          )
          .map(({ digest }) => `${digest.region} ${digest.from.slice(0, 13)}`);
        for (const hour of provenHours(prove(world))) expect(read).toContain(hour);
      }),
    );
  });

  it('never grows when a log file or an ordinary digest is removed', () => {
    fc.assert(
      fc.property(incomplete, fc.nat(), (world, choice) => {
        const before = provenHours(prove(world));
        const [log = ''] = [...world.logs.keys()].slice(choice % Math.max(world.logs.size, 1));
        const logs = new Map([...world.logs].filter(([name]) => name !== log));
        const digest = world.digests.filter((each) => !each.digest.isBackfill)[choice % 13];
        const less = [{ ...world, logs }, ...(digest === undefined ? [] : [without(world, digest)])];
        for (const hour of less.flatMap((each) => [...provenHours(prove(each))])) expect(before).toContain(hour);
      }),
    );
  });

  /** Nothing tells of the ends of a chain: no digest names the newest, and how far it went back is not known. */
  it('never grows when a backfill digest is removed from within its chain', () => {
    const chain = worlds.false.digests.filter(({ digest }) => digest.isBackfill);
    fc.assert(
      fc.property(
        sound,
        fc.integer({ min: 1, max: chain.length - 3 }),
        fc.subarray([...worlds.false.logs]),
        (all, at, logs) => {
          const world = { ...all, logs: new Map(logs) };
          const before = provenHours(prove(world));
          const gone = all.digests.filter(({ digest }) => digest.isBackfill)[at];
          if (gone === undefined) throw new Error(`no backfill digest ${at}`);
          for (const hour of provenHours(prove(without(world, gone)))) expect(before).toContain(hour);
        },
      ),
    );
  });

  it('is lost by any altered digest, signature, key or log file', () => {
    const alter = (text: string, at: number) => {
      const index = at % text.length;
      return text.slice(0, index) + (text[index] === '0' ? '1' : '0') + text.slice(index + 1);
    };
    fc.assert(
      fc.property(sound, fc.nat(), fc.nat(63), (world, choice, at) => {
        const before = provenHours(prove(world));
        const lost = (altered: World) => before.size - provenHours(prove(altered)).size;
        const ordinary = world.digests.filter(({ digest }) => !digest.isBackfill);
        const chosen = ordinary[choice % 7];
        const digestsWith = (edit: (found: FoundDigest) => FoundDigest) =>
          world.digests.map((each) => (each === chosen ? edit(each) : each));
        const contents = digestsWith((each) => ({ ...each, contentHash: alter(each.contentHash, at) }));
        expect(lost({ ...world, digests: contents })).toBe(1);
        if (chosen?.signature !== undefined) {
          const signatures = digestsWith((each) => ({ ...each, signature: alter(each.signature ?? '', at) }));
          expect(lost({ ...world, digests: signatures })).toBe(1);
        }
        expect(lost({ ...world, keys: new Map([['print', 'another']]) })).toBe(before.size);
        const [name = '', was = ''] = [...world.logs][choice % world.logs.size] ?? [];
        expect(lost({ ...world, logs: new Map(world.logs).set(name, alter(was, at)) })).toBe(1);
      }),
    );
  });
});
