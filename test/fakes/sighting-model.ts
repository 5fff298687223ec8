import { hoursOfMonth, mergeProvenHours, type ProvenHours, provenHours } from '../../domain/coverage/proven-hours.ts';
import type { Watch } from '../../domain/coverage/watch.ts';
import { isAccessKey } from '../../domain/credential.ts';
import { type DaysByMonth, unionOfDays } from '../../domain/day-set.ts';
import type { Region, UserId } from '../../domain/ids.ts';
import type { Creator } from '../../domain/sightings/creator.ts';
import type { Entry } from '../../domain/sightings/entry.ts';
import { keysRemembered, type LastSeen } from '../../domain/sightings/last-seen.ts';
import { readEntry } from '../../domain/sightings/read-entry.ts';
import type { Shelter } from '../../domain/sightings/shelter.ts';
import { compareSightings } from '../../domain/sightings/sighting.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import { emptyAccount } from '../../domain/table/stored-account.ts';
import type { SightingWrite, TableWrite } from '../../domain/table/table-write.ts';
import { laterOf } from '../../domain/time.ts';
import type { IngestPorts } from '../../handlers/ingest/ingest-ports.ts';
import type { StoredEntry } from '../../infra/ports/sighting-table.ts';
import { account } from '../domain/builders.ts';
import { addCreator, addShelter } from '../domain/table/table-model.ts';

export type IngestTable = IngestPorts['table'];

/** The table as ingest's port promises it, of one account, in memory; and what it holds in the end. */
export interface SightingModel {
  readonly table: IngestTable;
  read(): Promise<StoredAccount>;
  awakeningsLeft(): number;
  /** The proven hours of each Region. */
  readonly proofs: ReadonlyMap<Region, ProvenHours>;
}

/** `behind` says how many writes ago an eventually consistent read sees an entry; 0: it sees the latest. */
export function sightingModel(behind: () => number = () => 0): SightingModel {
  const entries = new Map<Entry, StoredEntry>();
  const earlier = new Map<Entry, readonly (StoredEntry | undefined)[]>();
  const days = new Map<Entry, DaysByMonth>();
  const creators = new Map<UserId, Creator>();
  const shelters = new Map<string, Shelter>();
  const moments = new Map<Entry, Pick<Watch, 'lastRecord' | 'lastProof'>>();
  const earlierMoments = new Map<Entry, readonly (Pick<Watch, 'lastRecord' | 'lastProof'> | undefined)[]>();
  const proofs = new Map<Region, ProvenHours>();
  let isKnown = false;

  const put = (
    before: StoredEntry | undefined,
    write: SightingWrite,
    pendingAwakenings: StoredEntry['pendingAwakenings'],
  ) => {
    const latest = write.latest ?? before?.lastSeen.latest;
    if (latest === undefined) throw new Error('a first write without a latest sighting');
    const credentials = new Map([...(before?.lastSeen.credentials ?? []), ...write.credentials]);
    for (const id of write.forget) credentials.delete(id);
    const lastSuccess = write.lastSuccess ?? before?.lastSeen.lastSuccess;
    const inEntry = unionOfDays(entries.get(write.entry)?.lastSeen.days ?? new Map(), write.days ?? new Map());
    const callers = new Map([...(before?.lastSeen.callers ?? []), ...write.callers]);
    for (const caller of write.forgetCallers.keys()) callers.delete(caller);
    set(write.entry, { lastSeen: { latest, lastSuccess, credentials, days: inEntry, callers }, pendingAwakenings });
  };
  const set = (entry: Entry, stored: StoredEntry) => {
    earlier.set(entry, [entries.get(entry), ...(earlier.get(entry) ?? [])]);
    entries.set(entry, stored);
  };
  const apply = async (write: TableWrite) => {
    if (write.kind === 'account') isKnown = true;
    else if (write.kind === 'creator') addCreator(creators, write);
    else if (write.kind === 'shelter') addShelter(shelters, write);
    else if (write.kind === 'watch') {
      const known = moments.get(write.entry) ?? { lastRecord: write.at, lastProof: undefined };
      const lastRecord = laterOf(known.lastRecord, write.at);
      earlierMoments.set(write.entry, [moments.get(write.entry), ...(earlierMoments.get(write.entry) ?? [])]);
      moments.set(write.entry, { ...known, lastRecord, [write.what]: laterOf(known[write.what], write.at) });
    } else if (write.kind === 'days') {
      const form = readEntry(write.entry);
      if (form.kind !== 'days') throw new Error(`no entry of days: ${write.entry}`);
      const known = days.get(form.parent) ?? new Map();
      days.set(form.parent, unionOfDays(known, new Map([[form.month, write.bits]])));
    } else if (write.kind === 'proof') {
      const form = readEntry(write.entry);
      if (form.kind !== 'proof') throw new Error(`no entry of a proof: ${write.entry}`);
      const sets = [write.hours, write.selectorHours, write.lostHours ?? []] as const;
      const [hours, selectorHours, lost] = sets.map((each) => hoursOfMonth(form.month, each));
      const more = provenHours(hours ?? new Set(), selectorHours ?? new Set(), lost);
      proofs.set(form.region, mergeProvenHours(proofs.get(form.region), more) ?? more);
    } else throw new Error(`ingest has no business to write ${write.kind}`);
    return 1;
  };

  const table: IngestTable = {
    apply,
    writeUnlessDormant: async (write, asleepSince) => {
      const before = entries.get(write.entry);
      if (before === undefined || before.pendingAwakenings.size > 0 || !isLater(before.lastSeen, write))
        return undefined;
      if (asleepSince !== undefined && isAsleep(before.lastSeen, write, asleepSince)) return undefined;
      if (overflows(before.lastSeen, write)) return undefined;
      put(before, write, before.pendingAwakenings);
      return structuredClone(before.lastSeen);
    },
    readEventually: async (_, entry) => {
      return structuredClone([entries.get(entry), ...(earlier.get(entry) ?? [])][behind()] ?? undefined);
    },
    readWatchEventually: async (_, entry) => {
      const known = [moments.get(entry), ...(earlierMoments.get(entry) ?? [])][behind()];
      return known && { ...known, days: new Map() };
    },
    removeDays: async (_, entry, month, bits) => {
      const known = entries.get(entry);
      if (known === undefined || known.lastSeen.days.get(month) !== bits) return;
      const kept = new Map([...known.lastSeen.days].filter(([of]) => of !== month));
      set(entry, { ...known, lastSeen: { ...known.lastSeen, days: kept } });
    },
    readEntry: async (_, entry) => structuredClone(entries.get(entry)),
    writeIfUnchanged: async (before, write, pendingAwakenings) => {
      if (withoutDays(before) !== withoutDays(entries.get(write.entry))) return false;
      put(before, write, pendingAwakenings);
      return true;
    },
    clearPendingAwakening: async (_, entry, id) => {
      const before = entries.get(entry);
      if (before === undefined) return;
      set(entry, {
        ...before,
        pendingAwakenings: new Map([...before.pendingAwakenings].filter(([mark]) => mark !== id)),
      });
    },
  };
  return {
    table,
    proofs,
    read: async () => ({
      ...emptyAccount(account()),
      isKnown,
      creators,
      shelters,
      lastSeen: new Map(
        [...entries].map(([entry, { lastSeen }]) => {
          return [entry, { ...lastSeen, days: unionOfDays(lastSeen.days, days.get(entry) ?? new Map()) }];
        }),
      ),
      watches: new Map(
        [...moments].flatMap(([entry, known]) => {
          const form = readEntry(entry);
          return form.kind === 'region' ? [[form.region, { ...known, days: days.get(entry) ?? new Map() }]] : [];
        }),
      ),
    }),
    awakeningsLeft: () => [...entries.values()].reduce((sum, { pendingAwakenings }) => sum + pendingAwakenings.size, 0),
  };
}

function isLater({ latest, lastSuccess, credentials, callers }: LastSeen, write: SightingWrite): boolean {
  const days = [...write.callers, ...write.forgetCallers];
  if (days.some(([caller, day]) => (callers.get(caller) ?? '') > day)) return false;
  if (write.latest !== undefined && compareSightings(write.latest, latest) < 0) return false;
  if (write.lastSuccess !== undefined && lastSuccess !== undefined && write.lastSuccess <= lastSuccess) return false;
  return [...write.credentials].every(([id, sighting]) => {
    const held = credentials.get(id);
    return held === undefined || compareSightings(sighting, held) >= 0;
  });
}

function isAsleep({ latest, credentials }: LastSeen, write: SightingWrite, since: string): boolean {
  if (write.latest !== undefined && latest.at <= since) return true;
  return [...write.credentials.keys()].some((id) => isAccessKey(id) && (credentials.get(id)?.at ?? '9') <= since);
}

function overflows({ credentials }: LastSeen, write: SightingWrite): boolean {
  const keys = [...write.credentials.keys()].filter(isAccessKey);
  return keys.some((id) => !credentials.has(id)) && credentials.size > keysRemembered - keys.length;
}

/** The entry as a text; days are added to it by anybody at any time, and are no change. */
function withoutDays(entry: StoredEntry | undefined): string {
  return JSON.stringify(entry && { ...entry, lastSeen: { ...entry.lastSeen, days: [] } }, (_, part: unknown) =>
    part instanceof Map ? [...part].sort(([a], [b]) => (a < b ? -1 : 1)) : part,
  );
}
