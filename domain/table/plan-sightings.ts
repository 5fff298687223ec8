/** Plans the writes of sightings and watches. */

import { hoursByMonth, type ProvenHours, provenHours } from '../coverage/proven-hours.ts';
import type { Watch, WatchFold } from '../coverage/watch.ts';
import { daysLacking } from '../day-set.ts';
import type { AccountId, Region, UserId } from '../ids.ts';
import type { Callers } from '../sightings/caller.ts';
import type { Creator } from '../sightings/creator.ts';
import { creatorEntry, type Entry, monthEntry, proofEntry, regionEntry, shelterEntry } from '../sightings/entry.ts';
import { compactLastSeen, type LastSeen, mergeLastSeen } from '../sightings/last-seen.ts';
import type { Shelter } from '../sightings/shelter.ts';
import { compareSightings } from '../sightings/sighting.ts';
import { type Instant, laterOf } from '../time.ts';
import type { StoredAccount } from './stored-account.ts';
import type {
  AccountWrite,
  CreatorWrite,
  DaysWrite,
  ProofWrite,
  ShelterWrite,
  SightingWrite,
  TableWrite,
  WatchWrite,
} from './table-write.ts';

/**
 * The writes that add the fold to what the table holds of an account; none for what the table holds already, nor for
 * callers alone: those are written when something else is.
 */
export function planLastSeen(
  { accountId, lastSeen }: Pick<StoredAccount, 'accountId' | 'lastSeen'>,
  fold: ReadonlyMap<Entry, LastSeen>,
): TableWrite[] {
  return [...fold].flatMap(([entry, seen]) => {
    const known = lastSeen.get(entry);
    const sighting = planSighting(accountId, entry, known, seen);
    const isWorthIt = sighting !== undefined && !hasCallersAlone(sighting);
    return [...(isWorthIt ? [sighting] : []), ...planDays(accountId, entry, known?.days, seen.days)];
  });
}

/** The write of everything that is later than `known`, without the days; undefined where nothing is later. */
export function planSighting(
  accountId: AccountId,
  entry: Entry,
  known: LastSeen | undefined,
  seen: LastSeen,
): SightingWrite | undefined {
  const merged = known === undefined ? compactLastSeen(seen) : mergeLastSeen(known, seen);
  const isNews = known === undefined || compareSightings(merged.latest, known.latest) > 0;
  const credentials = new Map(
    [...merged.credentials].filter(([id, sighting]) => {
      const before = known?.credentials.get(id);
      return before === undefined || compareSightings(sighting, before) > 0;
    }),
  );
  const lastSuccess = merged.lastSuccess === known?.lastSuccess ? undefined : merged.lastSuccess;
  const callers = lackingIn(known?.callers, merged.callers);
  if (!isNews && credentials.size === 0 && lastSuccess === undefined && callers.size === 0) return undefined;
  const forget = [...(known?.credentials.keys() ?? [])].filter((id) => !merged.credentials.has(id));
  const latest = isNews ? merged.latest : undefined;
  const isNew = known === undefined;
  const forgetCallers = new Map([...(known?.callers ?? [])].filter(([caller]) => !merged.callers.has(caller)));
  const subject = { kind: 'sighting', accountId, entry, isNew } as const;
  return { ...subject, latest, lastSuccess, credentials, forget, callers, forgetCallers };
}

/** The callers that `known` lacks or knows of an earlier day. */
const lackingIn = (known: Callers | undefined, callers: Callers): Callers =>
  new Map([...callers].filter(([caller, day]) => (known?.get(caller) ?? '') < day));

const hasCallersAlone = ({ latest, lastSuccess, credentials }: SightingWrite): boolean =>
  latest === undefined && lastSuccess === undefined && credentials.size === 0;

/** The write divided into independent parts: after the whole write lost, some parts may still be later. */
export function partsOf(write: SightingWrite): SightingWrite[] {
  const noCallers = { callers: new Map(), forgetCallers: new Map() };
  const none = {
    ...write,
    latest: undefined,
    lastSuccess: undefined,
    credentials: new Map(),
    forget: [],
    ...noCallers,
  };
  const credentials = [...write.credentials].map((part) => ({ ...none, credentials: new Map([part]) }));
  return [
    ...(write.latest === undefined ? [] : [{ ...none, latest: write.latest }]),
    ...(write.lastSuccess === undefined ? [] : [{ ...none, lastSuccess: write.lastSuccess }]),
    ...credentials,
    ...[...write.callers].map((part) => ({ ...none, callers: new Map([part]) })),
  ];
}

type Days = LastSeen['days'];

/** The writes of the days below `parent` that the table does not hold, one for each month. */
export function planDays(accountId: AccountId, parent: Entry, known: Days | undefined, days: Days): DaysWrite[] {
  return [...daysLacking(known, days)].map(([month, bits]) => {
    return { kind: 'days', accountId, entry: monthEntry(parent, month), bits };
  });
}

/** The write that adds an account to the list of accounts; none where it is listed. */
export function planAccount({ accountId, isKnown }: Pick<StoredAccount, 'accountId' | 'isKnown'>): AccountWrite[] {
  return isKnown ? [] : [{ kind: 'account', accountId }];
}

/** The writes that record on which days a Region was watched. A proof is also a record: it needs no second write. */
export function planWatch(
  accountId: AccountId,
  region: Region,
  known: Watch | undefined,
  watch: Watch,
): (WatchWrite | DaysWrite)[] {
  const entry = regionEntry(region);
  const write = (what: WatchWrite['what'], at: Instant | undefined, held: Instant | undefined): WatchWrite[] =>
    at === undefined || (held !== undefined && held >= at) ? [] : [{ kind: 'watch', accountId, entry, what, at }];
  return [
    ...write('lastRecord', watch.lastRecord, laterOf(known?.lastRecord, watch.lastProof)),
    ...write('lastProof', watch.lastProof, known?.lastProof),
    ...planDays(accountId, entry, known?.days, watch.days),
  ];
}

/** The same for all of the account's Regions. */
export function planWatches({ accountId, watches }: StoredAccount, fold: WatchFold): TableWrite[] {
  return [...(fold.get(accountId) ?? [])].flatMap(([region, watch]) =>
    planWatch(accountId, region, watches.get(region), watch),
  );
}

/** The writes of who created which users, of whom the table does not say it. */
export function planCreators(
  { accountId, creators: known }: Pick<StoredAccount, 'accountId' | 'creators'>,
  creators: ReadonlyMap<UserId, Creator>,
): CreatorWrite[] {
  return [...creators]
    .filter(([userId]) => !known.has(userId))
    .map(([userId, creator]) => ({ kind: 'creator', accountId, entry: creatorEntry(userId), creator }));
}

/** The writes of who sheltered which users, where the table knows of nobody or of somebody before. */
export function planShelters(
  { accountId, shelters: known }: Pick<StoredAccount, 'accountId' | 'shelters'>,
  shelters: ReadonlyMap<string, Shelter>,
): ShelterWrite[] {
  return [...shelters]
    .filter(([userName, { at }]) => (known.get(userName)?.at ?? '') < at)
    .map(([userName, shelter]) => ({ kind: 'shelter', accountId, entry: shelterEntry(userName), shelter }));
}

/**
 * The writes of the proven hours of a Region that the table does not hold, one for each month. Hours that the table
 * knows to be lost stay lost: they are not written again.
 */
export function planProof(
  accountId: AccountId,
  region: Region,
  known: ProvenHours | undefined,
  proof: ProvenHours,
): ProofWrite[] {
  const open = provenHours(proof.hours, proof.selectorHours, known?.lostHours);
  const hours = hoursByMonth(lackingHours(known?.hours, open.hours));
  const selectorHours = hoursByMonth(lackingHours(known?.selectorHours, open.selectorHours));
  return [...new Set([...hours.keys(), ...selectorHours.keys()])].map((month) => ({
    kind: 'proof',
    accountId,
    entry: proofEntry(region, month),
    hours: hours.get(month) ?? [],
    selectorHours: selectorHours.get(month) ?? [],
  }));
}

/** The writes that take hours out of the proof of a Region for good, one for each month. */
export function planLostHours(accountId: AccountId, region: Region, lost: ReadonlySet<number>): ProofWrite[] {
  return [...hoursByMonth(lost)].map(([month, lostHours]) => {
    const entry = proofEntry(region, month);
    return { kind: 'proof', accountId, entry, hours: [], selectorHours: [], lostHours };
  });
}

/** The hours that `known` lacks. */
export const lackingHours = (known: ReadonlySet<number> | undefined, hours: ReadonlySet<number>) =>
  new Set([...hours].filter((hour) => known?.has(hour) !== true));
