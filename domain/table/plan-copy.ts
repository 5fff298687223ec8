/** Plans the writes that bring into one table what another one knows of an account. */

import { mergeLookupWindows } from '../coverage/lookup-window.ts';
import type { ProvenHours } from '../coverage/proven-hours.ts';
import type { Watch } from '../coverage/watch.ts';
import { daysLacking } from '../day-set.ts';
import type { AccountId, Region } from '../ids.ts';
import { isSameData } from '../same-data.ts';
import { mergeServices } from '../services/services-accessed.ts';
import { type Entry, lookupEntry, servicesEntry, unrecordedDaysEntry } from '../sightings/entry.ts';
import type { LastSeen } from '../sightings/last-seen.ts';
import {
  lackingHours,
  planAccount,
  planCreators,
  planDays,
  planLostHours,
  planProof,
  planShelters,
  planSighting,
  planWatch,
} from './plan-sightings.ts';
import type { StoredAccount } from './stored-account.ts';
import type { TableWrite } from './table-write.ts';

/**
 * The writes that `to` lacks: sightings and days, watches with the days that a trail left out, proven hours, lookups,
 * services, who created and who sheltered whom. Each is a maximum or a union: any order, repetition or interruption
 * ends in the same table. Verdicts are not copied: the next run makes them.
 */
export function planCopy(from: StoredAccount, to: StoredAccount): TableWrite[] {
  const { accountId } = from;
  return [
    ...planAccount(to),
    ...[...from.lastSeen].flatMap(([entry, seen]) => lastSeenWrites(accountId, entry, to.lastSeen.get(entry), seen)),
    ...[...from.watches].flatMap(([region, watch]) => watchWrites(accountId, region, watch, to.watches.get(region))),
    ...planCreators(to, from.creators),
    ...planShelters(to, from.shelters),
    ...lookupWrites(from, to),
    ...serviceWrites(from, to),
  ];
}

/** Callers alone are worth a write here: nobody copies again only because somebody was seen. */
function lastSeenWrites(accountId: AccountId, entry: Entry, known: LastSeen | undefined, seen: LastSeen): TableWrite[] {
  const sighting = planSighting(accountId, entry, known, seen);
  return [...(sighting === undefined ? [] : [sighting]), ...planDays(accountId, entry, known?.days, seen.days)];
}

function watchWrites(accountId: AccountId, region: Region, watch: Watch, known: Watch | undefined): TableWrite[] {
  const leftOut = [...daysLacking(known?.unrecorded, watch.unrecorded ?? new Map())];
  return [
    // A day that the trail left out goes first: between the two writes it must not count as watched.
    ...leftOut.map(([month, bits]): TableWrite => {
      return { kind: 'days', accountId, entry: unrecordedDaysEntry(region, month), bits };
    }),
    ...planWatch(accountId, region, known, watch),
    ...(watch.proof === undefined ? [] : proofWrites(accountId, region, known?.proof, watch.proof)),
  ];
}

/** Lost hours go first, for the same reason. */
function proofWrites(
  accountId: AccountId,
  region: Region,
  known: ProvenHours | undefined,
  proof: ProvenHours,
): TableWrite[] {
  const lost = lackingHours(known?.lostHours, proof.lostHours ?? new Set());
  return [...planLostHours(accountId, region, lost), ...planProof(accountId, region, known, proof)];
}

function lookupWrites({ accountId, lookups }: StoredAccount, to: StoredAccount): TableWrite[] {
  return [...lookups].flatMap(([user, windows]) =>
    [...windows].flatMap(([region, window]): TableWrite[] => {
      const known = to.lookups.get(user)?.get(region);
      const lookedUp = mergeLookupWindows(known, window);
      return isSameData(known, lookedUp)
        ? []
        : [{ kind: 'looked-up', accountId, entry: lookupEntry(user), region, lookedUp }];
    }),
  );
}

function serviceWrites({ accountId, services }: StoredAccount, to: StoredAccount): TableWrite[] {
  return [...services].flatMap(([user, answer]): TableWrite[] => {
    const known = to.services.get(user);
    const merged = known === undefined ? answer : mergeServices(known, answer);
    return isSameData(known, merged)
      ? []
      : [{ kind: 'services', accountId, entry: servicesEntry(user), services: merged }];
  });
}
