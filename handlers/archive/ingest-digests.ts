/** The flow of digests as they arrive. */

import pMap from 'p-map';
import type { ObjectName } from '../../domain/archive/object-notice.ts';
import { alteredWords } from '../../domain/digests/altered-trail.ts';
import { hoursLost } from '../../domain/digests/chain-state.ts';
import { planLostHours } from '../../domain/table/plan-sightings.ts';
import { type Arrived, checkArrived, done, type SoundDigest } from './check-arrived.ts';
import { byTrail, countDigests } from './count-digests.ts';
import type { DigestContext } from './find-log-files.ts';
import type { ObjectOutcome } from './read-objects.ts';

const atOnce = 4;

/**
 * Checks digests one by one and adds to the proof what they show. Returns the outcomes in the order of the objects. One
 * that fails does not hinder others of another trail.
 */
export async function ingestDigests(objects: readonly ObjectName[], context: DigestContext): Promise<ObjectOutcome[]> {
  const outcomes: ObjectOutcome[] = [];
  const sound: { readonly index: number; readonly sound: SoundDigest }[] = [];
  await pMap(
    objects.entries(),
    async ([index, object]) => {
      const arrived = await arrive(object, context);
      if (arrived.kind === 'sound') sound.push({ index, sound: arrived.sound });
      else outcomes[index] = await settle(arrived, context).catch(asFailed);
    },
    { concurrency: atOnce },
  );
  const count = async (group: ReturnType<typeof byTrail<(typeof sound)[number]>>[number]) => {
    const [first, ...rest] = group.map((each) => each.sound) as [SoundDigest, ...SoundDigest[]];
    const outcome = await countDigests([first, ...rest], context).then(() => done, asFailed);
    for (const { index } of group) outcomes[index] = outcome;
  };
  await pMap(byTrail(sound), count, { concurrency: atOnce });
  return outcomes;
}

const asFailed = (cause: unknown): ObjectOutcome => ({ kind: 'failed', cause });

async function arrive(object: ObjectName, context: DigestContext): Promise<Arrived> {
  if (!context.hasTime()) return { kind: 'decided', outcome: { kind: 'left' } };
  try {
    return await checkArrived(object, context);
  } catch (cause) {
    return { kind: 'decided', outcome: asFailed(cause) };
  }
}

/** What is altered is published each time that it comes: the queue brings it again until it is as it was signed. */
async function settle(
  arrived: Exclude<Arrived, { kind: 'sound' }>,
  { proofs, table, publish }: DigestContext,
): Promise<ObjectOutcome> {
  switch (arrived.kind) {
    case 'decided':
      return arrived.outcome;
    case 'counted':
      await proofs.forgetReadFiles(arrived.files);
      return done;
    case 'altered': {
      const { altered, lost } = arrived;
      const lostHours = lost && planLostHours(lost.accountId, lost.region, hoursLost(lost));
      for (const write of lostHours ?? []) await table.apply(write);
      await publish(altered);
      return { kind: 'altered', why: alteredWords(altered) };
    }
    default:
      return arrived satisfies never;
  }
}
