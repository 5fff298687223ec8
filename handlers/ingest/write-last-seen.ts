import { unionOfDays } from '../../domain/day-set.ts';
import type { AccountId } from '../../domain/ids.ts';
import { type Awakening, awakeningsOf } from '../../domain/sightings/awakening.ts';
import type { Entry } from '../../domain/sightings/entry.ts';
import { type LastSeen, mergeLastSeen } from '../../domain/sightings/last-seen.ts';
import type { Sighting, Subject } from '../../domain/sightings/sighting.ts';
import { isWriteDue } from '../../domain/sightings/write-resolution.ts';
import { emptyAccount } from '../../domain/table/stored-account.ts';
import { planLastSeen, type SightingWrite, type TableWrite } from '../../domain/table/table-write.ts';
import { type Instant, plusDays, plusMinutes } from '../../domain/time.ts';
import {
  isIndependent,
  type PendingAwakening,
  type PendingAwakenings,
  type StoredEntry,
} from '../../infra/ports/sighting-table.ts';
import { type Remembered, remember } from './ingest-memory.ts';
import type { IngestPorts, WritePorts } from './ingest-ports.ts';

export interface IngestSettings {
  readonly resolutionMinutes: number;
  /** Days of silence after which a sighting is an awakening; exactly so many count. */
  readonly thresholdDays: number;
}

/** The ports of writing, and as of when and how it writes. */
export interface WriteContext extends WritePorts {
  readonly now: Instant;
  readonly settings: IngestSettings;
}

/** A mark this old belongs to whoever comes across it: its own delivery may never come back. */
export const takeOverMinutes = 60;

const triesAtMost = 10;

/** What was seen of one subject, folded. */
export interface LastSeenWork {
  readonly key: string;
  readonly accountId: AccountId;
  readonly entry: Entry;
  readonly fresh: LastSeen;
  /** For whoever tells of awakenings: where they may be, whose they are and how they are told. Else all pendingAwakenings are left to others. */
  readonly awakening: AwakeningDelivery | undefined;
}

/** `owners` are the deliveries of the sightings, one for each. */
export interface AwakeningDelivery {
  readonly subject: Subject;
  readonly sightings: readonly Sighting[];
  readonly deliveryIds: readonly string[];
  readonly publish: IngestPorts['publish'];
}

/**
 * Brings what was seen of one subject into the table and answers the awakenings it told of. When it returns, the table is behind
 * none of it by the resolution or more; when it throws, that is not known, and it is to be recorded again.
 */
export async function writeLastSeen(work: LastSeenWork, context: WriteContext): Promise<readonly Awakening[]> {
  const { table, memory, settings } = context;
  const { known, pending } = memory.subjects.get(work.key) ?? {};
  const seen = pending === undefined ? work.fresh : mergeLastSeen(pending, work.fresh);
  const { days, sighting } = plan(work, known, seen);
  for (const write of days) await table.apply(write);
  if (known !== undefined && (sighting === undefined || !isWriteDue(known, seen, settings.resolutionMinutes))) {
    remember(memory, work.key, withDaysOf(known, seen), sighting && seen);
    return [];
  }
  if (sighting !== undefined) {
    const before = await table.writeUnlessDormant(
      { ...sighting, isNew: false, forget: [] },
      dormantSince(work, seen, settings),
    );
    if (before !== undefined) {
      remember(memory, work.key, mergeLastSeen(before, seen));
      return [];
    }
  }
  return writeOverRead({ ...work, seen, pending }, context);
}

function plan({ accountId, entry }: LastSeenWork, known: LastSeen | undefined, seen: LastSeen) {
  const lastSeen = new Map(known === undefined ? [] : [[entry, known]]);
  const writes = planLastSeen({ ...emptyAccount(accountId), lastSeen }, new Map([[entry, seen]]));
  const isSighting = (write: TableWrite): write is SightingWrite => write.kind === 'sighting';
  return { sighting: writes.find(isSighting), days: writes.filter(isIndependent) };
}

const withDaysOf = (known: LastSeen, { days }: LastSeen): LastSeen => ({
  ...known,
  days: unionOfDays(known.days, days),
});

/** Whoever was last seen then or before sleeps, if it is a user and somebody is to be told. */
function dormantSince(
  { awakening }: LastSeenWork,
  seen: LastSeen,
  { thresholdDays }: IngestSettings,
): Instant | undefined {
  return awakening?.subject.kind === 'user' ? plusDays(seen.latest.at, -thresholdDays) : undefined;
}

interface OverWork extends LastSeenWork {
  readonly seen: LastSeen;
  readonly pending: LastSeen | undefined;
}

/** Looks at the entry, decides on what it really holds, and writes only if that is still so. */
async function writeOverRead(work: OverWork, context: WriteContext): Promise<readonly Awakening[]> {
  const { table, settings } = context;
  const { accountId, entry, seen } = work;
  for (let tries = 0; tries < triesAtMost; tries++) {
    const before = await table.readEntry(accountId, entry);
    const held = before?.lastSeen;
    const isWanted = isWriteDue(held, seen, settings.resolutionMinutes);
    const write = isWanted ? plan(work, held, seen).sighting : undefined;
    if (before !== undefined && write === undefined) {
      return settle(
        work,
        { known: withDaysOf(before.lastSeen, seen), pending: seen },
        before.pendingAwakenings,
        context,
      );
    }
    const pendingAwakenings = withNewAwakenings(work, before, context);
    if (write !== undefined && (await table.writeIfUnchanged(before, write, pendingAwakenings))) {
      const known = held === undefined ? seen : mergeLastSeen(held, seen);
      return settle(work, { known, pending: undefined }, pendingAwakenings, context);
    }
  }
  throw new Error(`${entry} changed under each of ${triesAtMost} tries to write it`);
}

/** The pendingAwakenings of the entry and those of the awakenings that this write brings. */
function withNewAwakenings(
  work: OverWork,
  before: StoredEntry | undefined,
  { now, settings }: WriteContext,
): PendingAwakenings {
  const { awakening, pending } = work;
  if (awakening === undefined) return before?.pendingAwakenings ?? new Map();
  const { subject, sightings, deliveryIds } = awakening;
  const held = before?.lastSeen;
  const was = held !== undefined && pending !== undefined ? mergeLastSeen(held, pending) : held;
  const awakenings = awakeningsOf(subject, was, sightings, settings.thresholdDays);
  const made = awakenings.map((awakening): [string, PendingAwakening] => {
    const deliveryId = deliveryIds[sightings.indexOf(awakening.sighting)] as string;
    return [awakening.id, { deliveryId, markedAt: now, awakening }];
  });
  return new Map([...made, ...(before?.pendingAwakenings ?? [])]);
}

/**
 * Tells of the awakenings that are these deliveries' to tell, then takes their pendingAwakenings off. While any mark stays, nothing more is
 * remembered of the subject: its delivery, when it comes back, must find its way to the table, and it does, for what was
 * remembered before the mark is older by the threshold, which no resolution reaches.
 */
async function settle(
  work: OverWork,
  { known, pending }: Remembered,
  pendingAwakenings: PendingAwakenings,
  context: WriteContext,
) {
  const { table, memory, now } = context;
  const { accountId, entry, awakening } = work;
  const isOurs = ({ deliveryId, markedAt }: PendingAwakening) =>
    awakening?.deliveryIds.includes(deliveryId) || markedAt <= plusMinutes(now, -takeOverMinutes);
  const ours = awakening === undefined ? [] : [...pendingAwakenings].filter(([, mark]) => isOurs(mark));
  const awakenings = ours.map(([, { awakening }]) => awakening);
  if (ours.length > 0) await awakening?.publish(awakenings);
  for (const [id] of ours) await table.clearPendingAwakening(accountId, entry, id);
  if (ours.length === pendingAwakenings.size) remember(memory, work.key, known, pending);
  return awakenings;
}
