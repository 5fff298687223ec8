/** The flow of digests as they arrive. */

import pMap from 'p-map';
import type { ObjectName } from '../../domain/archive/object-notice.ts';
import { alteredWords } from '../../domain/digests/altered-trail.ts';
import { hoursLost } from '../../domain/digests/chain-state.ts';
import type { Group } from '../../domain/group-by.ts';
import { planLostHours } from '../../domain/table/plan-sightings.ts';
import type { ReadFile } from '../../infra/ports/archive-proofs.ts';
import { type Arrived, checkLogFiles, done, type SoundDigest, type Verified, verifyArrived } from './check-arrived.ts';
import { byTrail, countDigests } from './count-digests.ts';
import { type DigestContext, readBefore } from './find-log-files.ts';
import { byGroup, gatherDigests } from './gather-digests.ts';
import type { ObjectOutcome } from './read-objects.ts';

/** A digest is small: fetching it is waiting. Its log files may be large, and then eight of them are read at once. */
const fetchedAtOnce = 16;
const checkedAtOnce = 4;

/**
 * Checks digests one by one and adds to the proof what they show: those of a backfill at once, those that are new
 * together with others of their accounts, within six hours. Returns the outcomes in the order of the objects. One that
 * fails does not hinder others of another trail or group.
 */
export async function ingestDigests(objects: readonly ObjectName[], context: DigestContext): Promise<ObjectOutcome[]> {
  const verified = await pMap(objects, (object) => verify(object, context), { concurrency: fetchedAtOnce });
  const arrived = await checkAll(verified, context);
  const outcomes = await pMap(arrived, (each) => settle(each, context).catch(asFailed), { concurrency: checkedAtOnce });
  const sound = arrived.flatMap((each, index) => (each.kind === 'sound' ? [{ index, sound: each.sound }] : []));
  const isNew = context.digests === 'wait';
  const add = async (group: Group<(typeof sound)[number]>) => {
    const some = group.map((each) => each.sound) as [SoundDigest, ...SoundDigest[]];
    const outcome = await (isNew ? gatherDigests : countDigests)(some, context).then(() => done, asFailed);
    for (const { index } of group) outcomes[index] = outcome;
  };
  await pMap((isNew ? byGroup : byTrail)(sound), add, { concurrency: checkedAtOnce });
  return outcomes;
}

const asFailed = (cause: unknown): ObjectOutcome => ({ kind: 'failed', cause });
const decided = (outcome: ObjectOutcome) => ({ kind: 'decided', outcome }) as const;

async function verify(object: ObjectName, context: DigestContext): Promise<Verified> {
  if (!context.hasTime()) return decided({ kind: 'left' });
  try {
    return await verifyArrived(object, context);
  } catch (cause) {
    return decided(asFailed(cause));
  }
}

/** The log files of all digests are looked for together, since many of them are remembered in the same place. */
async function checkAll(verified: readonly Verified[], context: DigestContext): Promise<readonly Arrived[]> {
  const digests = verified.flatMap((each) => (each.kind === 'valid' ? [each.checked.digest] : []));
  const before: ReadonlyMap<string, ReadFile> | ObjectOutcome = await readBefore(digests, context).catch(asFailed);
  const check = async (each: Verified): Promise<Arrived> => {
    if (each.kind !== 'valid') return each;
    if (!(before instanceof Map)) return decided(before as ObjectOutcome);
    return checkLogFiles(each, before, context).catch((cause: unknown) => decided(asFailed(cause)));
  };
  return pMap(verified, check, { concurrency: checkedAtOnce });
}

/** What is altered is published each time that it comes: the queue brings it again until it is as it was signed. */
async function settle(arrived: Arrived, { proofs, table, publish }: DigestContext): Promise<ObjectOutcome> {
  switch (arrived.kind) {
    case 'sound':
      return done;
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
