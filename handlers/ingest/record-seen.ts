import { unionOfDays } from '../../domain/day-set.ts';
import type { AccountId } from '../../domain/ids.ts';
import { type Awakening, awakeningsOf } from '../../domain/sightings/awakening.ts';
import type { Entry } from '../../domain/sightings/entry.ts';
import { type LastSeen, mergeLastSeen } from '../../domain/sightings/last-seen.ts';
import { isDue } from '../../domain/sightings/resolution.ts';
import type { Sighting, Subject } from '../../domain/sightings/sighting.ts';
import { emptyAccount } from '../../domain/table/stored-account.ts';
import { planLastSeen, type SightingWrite, type TableWrite } from '../../domain/table/table-write.ts';
import { type Instant, plusDays, plusMinutes } from '../../domain/time.ts';
import {
  type AwakeningMark,
  isBeside,
  type Marks,
  type SightingTable,
  type StoredEntry,
} from '../../infra/ports/sighting-table.ts';
import { type IngestMemory, type Remembered, remember } from './ingest-memory.ts';

export interface IngestSettings {
  readonly resolutionMinutes: number;
  /** Days of silence after which a sighting is an awakening; exactly so many count. */
  readonly thresholdDays: number;
}

export interface SeenContext {
  readonly table: SightingTable;
  readonly memory: IngestMemory;
  readonly now: Instant;
  readonly settings: IngestSettings;
}

/** A mark this old belongs to whoever comes across it: its own delivery may never come back. */
export const takeOverMinutes = 60;

const triesAtMost = 10;

/** What was seen of one subject, folded. */
export interface SeenWork {
  readonly key: string;
  readonly accountId: AccountId;
  readonly entry: Entry;
  readonly fresh: LastSeen;
  /** For whoever tells of awakenings: where they may be, whose they are and how they are told. Else all marks are left to others. */
  readonly waking: Waking | undefined;
}

/** `owners` are the deliveries of the sightings, one for each. */
export interface Waking {
  readonly subject: Subject;
  readonly sightings: readonly Sighting[];
  readonly owners: readonly string[];
  /** Tells of awakenings; throws where it cannot be known that all were taken. */
  readonly publish: (awakenings: readonly Awakening[]) => Promise<void>;
}

/**
 * Brings what was seen of one subject into the table and answers the awakenings it told of. When it returns, the table is behind
 * none of it by the resolution or more; when it throws, that is not known, and it is to be recorded again.
 */
export async function recordSeen(work: SeenWork, context: SeenContext): Promise<readonly Awakening[]> {
  const { table, memory, settings } = context;
  const { known, pending } = memory.subjects.get(work.key) ?? {};
  const seen = pending === undefined ? work.fresh : mergeLastSeen(pending, work.fresh);
  const { days, sighting } = plan(work, known, seen);
  for (const write of days) await table.apply(write);
  if (known !== undefined && (sighting === undefined || !isDue(known, seen, settings.resolutionMinutes))) {
    remember(memory, work.key, withDaysOf(known, seen), sighting && seen);
    return [];
  }
  if (sighting !== undefined) {
    const before = await table.writeAwake({ ...sighting, isNew: false, forget: [] }, asleepSince(work, seen, settings));
    if (before !== undefined) {
      remember(memory, work.key, mergeLastSeen(before, seen));
      return [];
    }
  }
  return recordOver({ ...work, seen, pending }, context);
}

function plan({ accountId, entry }: SeenWork, known: LastSeen | undefined, seen: LastSeen) {
  const lastSeen = new Map(known === undefined ? [] : [[entry, known]]);
  const writes = planLastSeen({ ...emptyAccount(accountId), lastSeen }, new Map([[entry, seen]]));
  const isSighting = (write: TableWrite): write is SightingWrite => write.kind === 'sighting';
  return { sighting: writes.find(isSighting), days: writes.filter(isBeside) };
}

const withDaysOf = (known: LastSeen, { days }: LastSeen): LastSeen => ({
  ...known,
  days: unionOfDays(known.days, days),
});

/** Whoever was last seen then or before sleeps, if it is a user and somebody is to be told. */
function asleepSince({ waking }: SeenWork, seen: LastSeen, { thresholdDays }: IngestSettings): Instant | undefined {
  return waking?.subject.kind === 'user' ? plusDays(seen.latest.at, -thresholdDays) : undefined;
}

interface OverWork extends SeenWork {
  readonly seen: LastSeen;
  readonly pending: LastSeen | undefined;
}

/** Looks at the entry, decides on what it really holds, and writes only if that is still so. */
async function recordOver(work: OverWork, context: SeenContext): Promise<readonly Awakening[]> {
  const { table, settings } = context;
  const { accountId, entry, seen } = work;
  for (let tries = 0; tries < triesAtMost; tries++) {
    const before = await table.readEntry(accountId, entry);
    const held = before?.lastSeen;
    const isWanted = isDue(held, seen, settings.resolutionMinutes);
    const write = isWanted ? plan(work, held, seen).sighting : undefined;
    if (before !== undefined && write === undefined) {
      return settle(work, { known: withDaysOf(before.lastSeen, seen), pending: seen }, before.marks, context);
    }
    const marks = withMarks(work, before, context);
    if (write !== undefined && (await table.writeOver(before, write, marks))) {
      const known = held === undefined ? seen : mergeLastSeen(held, seen);
      return settle(work, { known, pending: undefined }, marks, context);
    }
  }
  throw new Error(`${entry} changed under each of ${triesAtMost} tries to write it`);
}

/** The marks of the entry and those of the awakenings that this write brings. */
function withMarks(work: OverWork, before: StoredEntry | undefined, { now, settings }: SeenContext): Marks {
  const { waking, pending } = work;
  if (waking === undefined) return before?.marks ?? new Map();
  const { subject, sightings, owners } = waking;
  const held = before?.lastSeen;
  const was = held !== undefined && pending !== undefined ? mergeLastSeen(held, pending) : held;
  const awakenings = awakeningsOf(subject, was, sightings, settings.thresholdDays);
  const made = awakenings.map((awakening): [string, AwakeningMark] => {
    const owner = owners[sightings.indexOf(awakening.sighting)] as string;
    return [awakening.id, { owner, markedAt: now, awakening }];
  });
  return new Map([...made, ...(before?.marks ?? [])]);
}

/**
 * Tells of the awakenings that are these deliveries' to tell, then takes their marks off. While any mark stays, nothing more is
 * remembered of the subject: its delivery, when it comes back, must find its way to the table, and it does, for what was
 * remembered before the mark is older by the threshold, which no resolution reaches.
 */
async function settle(work: OverWork, { known, pending }: Remembered, marks: Marks, context: SeenContext) {
  const { table, memory, now } = context;
  const { accountId, entry, waking } = work;
  const isOurs = ({ owner, markedAt }: AwakeningMark) =>
    waking?.owners.includes(owner) || markedAt <= plusMinutes(now, -takeOverMinutes);
  const ours = waking === undefined ? [] : [...marks].filter(([, mark]) => isOurs(mark));
  const awakenings = ours.map(([, { awakening }]) => awakening);
  if (ours.length > 0) await waking?.publish(awakenings);
  for (const [id] of ours) await table.clearMark(accountId, entry, id);
  if (ours.length === marks.size) remember(memory, work.key, known, pending);
  return awakenings;
}
