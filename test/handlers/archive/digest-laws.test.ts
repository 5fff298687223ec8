import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProvenHours } from '../../../domain/coverage/proven-hours.ts';
import type { AlteredTrail } from '../../../domain/digests/altered-trail.ts';
import type { Region } from '../../../domain/ids.ts';
import { type Instant, plusMinutes } from '../../../domain/time.ts';
import type { ArchiveContext } from '../../../handlers/archive/archive-ports.ts';
import { fateOf, ingestArchive } from '../../../handlers/archive/ingest-archive.ts';
import { rememberingProofs } from '../../../handlers/archive/remembering-proofs.ts';
import { newIngestMemory } from '../../../handlers/ingest/ingest-memory.ts';
import { dynamodbArchiveProofs } from '../../../infra/aws/dynamodb/proofs/dynamodb-archive-proofs.ts';
import { now } from '../../domain/builders.ts';
import { embeddedTables } from '../../fakes/embedded-dynamodb.ts';
import { type Fate, flakyStore } from '../../fakes/flaky-table.ts';
import { sightingModel } from '../../fakes/sighting-model.ts';
import { proofsModel } from '../../fakes/trail/proofs-model.ts';
import { named } from './archive-world.ts';
import { hoursOf, type Objects, openIn, publicKeys, scanned, soundTrail } from './digest-world.ts';

/** How objects are announced: which are not as they were, in what order, how often, in which batches; what fails. */
interface Course {
  readonly objects: Objects;
  readonly keys: readonly string[];
  readonly batches: Iterator<number>;
  readonly fates: Iterator<Fate>;
  /** Hours from one batch to the next: every six hours what was gathered is counted. */
  readonly hours: Iterator<number>;
  readonly digests: ArchiveContext['digests'];
}

type Damage = readonly [key: string, how: 'removed' | 'altered'];

function damaged(sound: Objects, damages: readonly Damage[]): Objects {
  const objects = new Map(sound);
  for (const [key, how] of damages) {
    const object = sound.get(key);
    if (how === 'removed' || object === undefined) objects.delete(key);
    else objects.set(key, { ...object, bytes: gzipSync(JSON.stringify({ Records: [] })) });
  }
  return objects;
}

const all = [...soundTrail.keys()];
const damages = fc.array(fc.tuple(fc.constantFrom(...all), fc.constantFrom('removed' as const, 'altered' as const)), {
  maxLength: 3,
});

const courses = (some: fc.Arbitrary<readonly Damage[]>): fc.Arbitrary<Course> =>
  fc
    .record({
      damages: some,
      again: fc.subarray(all, { maxLength: 8 }),
      batches: fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
      fates: fc.infiniteStream(fc.constantFrom<Fate>('well', 'well', 'well', 'before', 'after')),
      hours: fc.infiniteStream(fc.constantFrom(...Array<number>(19).fill(0), 7)),
      digests: fc.constantFrom<ArchiveContext['digests']>('wait', 'wait', 'alone'),
    })
    .chain(({ damages, again, ...course }) => {
      const objects = damaged(soundTrail, damages);
      const announced = [...objects.keys(), ...again.filter((key) => objects.has(key))];
      const shuffled = fc.shuffledSubarray(announced, { minLength: announced.length });
      return shuffled.map((keys) => ({ ...course, objects, keys }));
    });

interface Store extends Pick<ArchiveContext, 'table' | 'proofs'> {
  proven(): Promise<ReadonlyMap<Region, ProvenHours>>;
}

function inMemory(): Store {
  const { table, proofs: proven } = sightingModel();
  return { table, proofs: proofsModel(async (_, region) => proven.get(region)), proven: async () => proven };
}

interface Announced {
  readonly key: string;
  readonly tries: number;
}

/** What the queue brings again: what is not done, and up to five times what is altered. */
async function take(batch: readonly Announced[], context: ArchiveContext): Promise<Announced[]> {
  const { outcomes } = await ingestArchive(
    batch.map(({ key }) => named(key)),
    context,
  );
  const left = batch.filter(({ tries }, index) => {
    const fate = fateOf(outcomes[index] ?? { kind: 'left' });
    return fate === 'again' || (fate === 'needs-attention' && tries < 4);
  });
  return left.map(({ key, tries }) => ({ key, tries: tries + 1 }));
}

/** Ingests all in two sandboxes at once. */
async function ingestAll({ objects, keys, batches, fates, hours, digests }: Course, store: Store = inMemory()) {
  const { table, proofs } = store;
  const altered = new Map<string, AlteredTrail>();
  let failures = 60;
  const fate = (): Fate => (failures-- > 0 ? (fates.next().value as Fate) : 'well');
  const open = openIn(objects);
  const sandbox = (): ArchiveContext & { now: Instant } => ({
    open: ({ key }) => open(key),
    hasTime: () => true,
    table: flakyStore(table, fate),
    proofs: rememberingProofs(flakyStore(proofs, fate)),
    memory: newIngestMemory(3),
    listKeys: async () => publicKeys,
    publish: async (each) => void altered.set(each.object, each),
    now,
    settings: { resolutionMinutes: 0, thresholdDays: 90 },
    digests,
  });
  const sandboxes = [sandbox(), sandbox()];
  const takeAll = async (announced: readonly string[]) => {
    let queue: Announced[] = announced.map((key) => ({ key, tries: 0 }));
    for (let round = 0; queue.length > 0; round++) {
      if (round > 1000) throw new Error('the same objects come over and over');
      const left = await Promise.all(
        sandboxes.map((context) => {
          context.now = plusMinutes(context.now, (hours.next().value as number) * 60);
          return take(queue.splice(0, batches.next().value as number), context);
        }),
      );
      queue = [...queue, ...left.flat()];
    }
  };
  await takeAll(keys);
  for (const context of sandboxes) context.now = plusMinutes(context.now, 6 * 60);
  await takeAll(quietDigests.filter((key) => objects.get(key) === soundTrail.get(key)).slice(0, 2));
  return { hours: hoursOf(await store.proven()), altered };
}

describe('digests as they arrive', () => {
  it('prove what a scan with proof proves, in any order, batches and repetition, whatever fails on the way', async () => {
    const { hours } = await scanned(soundTrail);
    expect([...hours.values()].map((each) => each.length)).toEqual([6, 6]);
    await fc.assert(
      fc.asyncProperty(courses(fc.constant([])), async (course) => {
        const found = await ingestAll(course);
        expect(found.hours).toEqual(hours);
        expect([...found.altered]).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  it('so they do in DynamoDB', async () => {
    const { hours } = await scanned(soundTrail);
    const { make, client, name, stop } = await embeddedTables();
    await fc.assert(
      fc.asyncProperty(courses(fc.constant([])), async (course) => {
        const { table, read } = await make();
        const proofs = dynamodbArchiveProofs(client, name);
        const proven = async () => {
          const watches = [...(await read()).watches];
          return new Map(watches.flatMap(([region, { proof }]) => (proof === undefined ? [] : [[region, proof]])));
        };
        expect((await ingestAll(course, { table, proofs, proven })).hours).toEqual(hours);
      }),
      { numRuns: 2 },
    );
    await stop();
  });

  it('prove no more where anything is removed or altered, and tell of each object that is not as it was signed', async () => {
    const sound = await scanned(soundTrail);
    await fc.assert(
      fc.asyncProperty(courses(damages), async (course) => {
        const { hours, altered } = await ingestAll(course);
        for (const [region, proven] of hours) expect(sound.hours.get(region)).toEqual(expect.arrayContaining(proven));
        const expected = await scanned(course.objects);
        const broken = [...altered.values()].flatMap(({ gaps }) => gaps.map(({ object }) => object));
        expect(new Set(broken)).toEqual(expected.broken);
        // A scan also misses a backfill digest by its successor, which may come years later.
        const isWhole = backfillDigests.every((key) => course.objects.get(key) === soundTrail.get(key));
        if (isWhole) expect(hours).toEqual(expected.hours);
      }),
      { numRuns: 8 },
    );
  });
});

/** Without log files, so that nothing but the digest itself can be damaged. */
const quietDigests = all.filter((key) => key.includes('/us-east-1/'));
const backfillDigests = all.filter((key) => key.endsWith('_backfill.json.gz'));
