import { unionOfDays } from '../../../domain/day-set.ts';
import type { UserId } from '../../../domain/ids.ts';
import type { ServicesAccessed } from '../../../domain/services/services-accessed.ts';
import { addCaller } from '../../../domain/sightings/caller.ts';
import type { Creator } from '../../../domain/sightings/creator.ts';
import type { Entry } from '../../../domain/sightings/entry.ts';
import type { LastSeen } from '../../../domain/sightings/last-seen.ts';
import { readEntry } from '../../../domain/sightings/read-entry.ts';
import type { Shelter } from '../../../domain/sightings/shelter.ts';
import { later } from '../../../domain/sightings/sighting.ts';
import { emptyAccount, type StoredAccount } from '../../../domain/table/stored-account.ts';
import type { CreatorWrite, ShelterWrite, SightingWrite, TableWrite } from '../../../domain/table/table-write.ts';
import { laterOf } from '../../../domain/time.ts';
import { account } from '../builders.ts';

export const storing = (lastSeen: ReadonlyMap<Entry, LastSeen>, changes: Partial<StoredAccount> = {}) => ({
  ...emptyAccount(account()),
  lastSeen,
  ...changes,
});

/**
 * What a table of maxima holds after the writes: no part ever goes back, and a key leaves only where a write forgets
 * it.
 */
export function written(stored: StoredAccount, writes: readonly TableWrite[]): StoredAccount {
  const lastSeen = new Map(stored.lastSeen);
  const assessments = new Map(stored.assessments);
  const recorded = new Map(stored.recorded);
  const services = new Map(stored.services);
  const creators = new Map(stored.creators);
  const shelters = new Map(stored.shelters);
  let { run, isKnown } = stored;
  for (const write of writes) {
    if (write.kind === 'sighting') lastSeen.set(write.entry, sightingWritten(lastSeen.get(write.entry), write));
    else if (write.kind === 'assessment') {
      assessments.set(write.entry, write.assessment);
      if (write.recorded === undefined) recorded.delete(write.entry);
      else recorded.set(write.entry, write.recorded);
    } else if (write.kind === 'remove') {
      assessments.delete(write.entry);
      recorded.delete(write.entry);
    } else if (write.kind === 'services') addServices(services, write);
    else if (write.kind === 'creator') addCreator(creators, write);
    else if (write.kind === 'shelter') addShelter(shelters, write);
    else if (write.kind === 'run') run = write.run;
    else if (write.kind === 'account') isKnown = true;
    else if (write.kind === 'days') addDays(lastSeen, write.entry, write.bits);
  }
  return { ...stored, lastSeen, assessments, recorded, services, creators, shelters, run, isKnown };
}

/** Of two answers about one user's services the one that was asked for later stays. */
export function addServices(
  services: Map<Entry, ServicesAccessed>,
  write: Extract<TableWrite, { kind: 'services' }>,
): void {
  const form = readEntry(write.entry);
  if (form.kind !== 'services') throw new Error(`no entry of an answer: ${write.entry}`);
  const known = services.get(form.user);
  if (known === undefined || known.askedAt <= write.services.askedAt) services.set(form.user, write.services);
}

/** Who created a user stays. */
/** Of two who set a sheltering tag the later one counts. */
export function addShelter(shelters: Map<string, Shelter>, { entry, shelter }: ShelterWrite): void {
  const form = readEntry(entry);
  if (form.kind !== 'shelter') throw new Error(`no entry of a shelter: ${entry}`);
  if ((shelters.get(form.userName)?.at ?? '') < shelter.at) shelters.set(form.userName, shelter);
}

export function addCreator(creators: Map<UserId, Creator>, { entry, creator }: CreatorWrite): void {
  const form = readEntry(entry);
  if (form.kind !== 'creator') throw new Error(`no entry of a creator: ${entry}`);
  creators.set(form.userId, creator);
}

function sightingWritten(known: LastSeen | undefined, write: SightingWrite): LastSeen {
  const latest = later(known?.latest, write.latest);
  if (latest === undefined) throw new Error('a first write without a latest sighting');
  const credentials = new Map(known?.credentials);
  for (const [id, sighting] of write.credentials) {
    const winner = later(credentials.get(id), sighting);
    if (winner !== undefined) credentials.set(id, winner);
  }
  for (const id of write.forget) credentials.delete(id);
  const lastSuccess = laterOf(known?.lastSuccess, write.lastSuccess);
  const callers = new Map(known?.callers);
  for (const [caller, day] of write.callers) addCaller(callers, caller, day);
  for (const caller of write.forgetCallers.keys()) callers.delete(caller);
  return { latest, lastSuccess, credentials, days: known?.days ?? new Map(), callers };
}

/** Days live in an entry of their own below their subject's, `user#AIDA...#month#2026-11`. */
function addDays(lastSeen: Map<Entry, LastSeen>, entry: Entry, bits: number): void {
  const form = readEntry(entry);
  const known = form.kind === 'days' ? lastSeen.get(form.parent) : undefined;
  if (known === undefined || form.kind !== 'days') throw new Error(`days without a subject: ${entry}`);
  lastSeen.set(form.parent, { ...known, days: unionOfDays(known.days, new Map([[form.month, bits]])) });
}
