import { type WatchFold, watchedSince } from '../coverage/coverage.ts';
import type { LookupWindow } from '../coverage/lookup-window.ts';
import type { AccountId, Region } from '../ids.ts';
import { type Entry, monthEntry, regionEntry } from '../sightings/entry.ts';
import { compactLastSeen, type LastSeen, mergeLastSeen } from '../sightings/last-seen.ts';
import {
  type CredentialSighting,
  type CredentialUsed,
  compareSightings,
  type Sighting,
} from '../sightings/sighting.ts';
import { type Instant, laterOf } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { Run } from '../verdict/run.ts';
import type { BackfillRun, StoredAccount } from './stored-account.ts';

/** One change of the table, as data. Sightings are maxima: where the table knows a later one the write loses, and that is success. */
export type TableWrite =
  | SightingWrite
  | { readonly kind: 'days'; readonly accountId: AccountId; readonly entry: Entry; readonly bits: number }
  | {
      readonly kind: 'watch';
      readonly accountId: AccountId;
      readonly entry: Entry;
      readonly what: 'lastRecord' | 'lastProof';
      readonly at: Instant;
    }
  | {
      readonly kind: 'assessment';
      readonly accountId: AccountId;
      readonly entry: Entry;
      readonly assessment: Assessment;
    }
  | {
      readonly kind: 'looked-up';
      readonly accountId: AccountId;
      /** The user's `lookupEntry`. */
      readonly entry: Entry;
      readonly region: Region;
      readonly lookedUp: LookupWindow;
    }
  | { readonly kind: 'backfill'; readonly accountId: AccountId; readonly entry: Entry; readonly backfill: BackfillRun }
  | {
      readonly kind: 'watched-since';
      readonly accountId: AccountId;
      /** The Region's. */
      readonly entry: Entry;
      /** A day, `2026-08-01`; undefined where the Region is not watched. */
      readonly since: string | undefined;
    }
  | { readonly kind: 'remove'; readonly accountId: AccountId; readonly entry: Entry }
  | { readonly kind: 'account'; readonly accountId: AccountId }
  | { readonly kind: 'run'; readonly accountId: AccountId; readonly entry: Entry; readonly run: Run };

/**
 * The parts of a subject's last seen that are later than what the table was known to hold. Each part holds on its
 * own; together they are one write where nobody else wrote in between.
 */
export interface SightingWrite {
  readonly kind: 'sighting';
  readonly accountId: AccountId;
  readonly entry: Entry;
  /** The table was not known to have the entry. */
  readonly isNew: boolean;
  readonly latest: Sighting | undefined;
  readonly lastSuccess: Instant | undefined;
  readonly credentials: ReadonlyMap<CredentialUsed, CredentialSighting>;
  /** Access keys that more recent ones push out of the entry. */
  readonly forget: readonly CredentialUsed[];
}

/** The writes that bring the table from what it holds of an account to that and the fold; none for what it knows. */
export function planLastSeen(stored: StoredAccount, fold: ReadonlyMap<Entry, LastSeen>): TableWrite[] {
  const { accountId } = stored;
  return [...fold].flatMap(([entry, lastSeen]) => {
    const known = stored.lastSeen.get(entry);
    return [
      ...planSighting(accountId, entry, known, lastSeen),
      ...planDays(accountId, entry, known?.days, lastSeen.days),
    ];
  });
}

function planSighting(
  accountId: AccountId,
  entry: Entry,
  known: LastSeen | undefined,
  seen: LastSeen,
): SightingWrite[] {
  const merged = known === undefined ? compactLastSeen(seen) : mergeLastSeen(known, seen);
  const isNews = known === undefined || compareSightings(merged.latest, known.latest) > 0;
  const credentials = new Map(
    [...merged.credentials].filter(([id, sighting]) => {
      const before = known?.credentials.get(id);
      return before === undefined || compareSightings(sighting, before) > 0;
    }),
  );
  const lastSuccess = merged.lastSuccess === known?.lastSuccess ? undefined : merged.lastSuccess;
  if (!isNews && credentials.size === 0 && lastSuccess === undefined) return [];
  const forget = [...(known?.credentials.keys() ?? [])].filter((id) => !merged.credentials.has(id));
  const latest = isNews ? merged.latest : undefined;
  const isNew = known === undefined;
  return [{ kind: 'sighting', accountId, entry, isNew, latest, lastSuccess, credentials, forget }];
}

type Days = LastSeen['days'];

function planDays(accountId: AccountId, parent: Entry, known: Days | undefined, days: Days): TableWrite[] {
  return [...days]
    .map(([month, bits]) => ({ month, bits: bits & ~(known?.get(month) ?? 0) }))
    .filter(({ bits }) => bits !== 0)
    .map(({ month, bits }) => ({ kind: 'days', accountId, entry: monthEntry(parent, month), bits }));
}

/** The write that makes an account findable; it goes before all others of the account. */
export function planAccount({ accountId, isKnown }: StoredAccount): TableWrite[] {
  return isKnown ? [] : [{ kind: 'account', accountId }];
}

/** The writes that record on which days the account's Regions were watched. A proof is a record too, and needs no write of its own as one. */
export function planWatches(stored: StoredAccount, fold: WatchFold): TableWrite[] {
  const { accountId } = stored;
  return [...(fold.get(accountId) ?? [])].flatMap(([region, watch]) => {
    const known = stored.watches.get(region);
    const entry = regionEntry(region);
    const write = (
      what: 'lastRecord' | 'lastProof',
      at: Instant | undefined,
      held: Instant | undefined,
    ): TableWrite[] =>
      at === undefined || (held !== undefined && held >= at) ? [] : [{ kind: 'watch', accountId, entry, what, at }];
    const moments = [
      ...write('lastRecord', watch.lastRecord, laterOf(known?.lastRecord, watch.lastProof)),
      ...write('lastProof', watch.lastProof, known?.lastProof),
    ];
    return [...moments, ...planDays(accountId, entry, known?.days, watch.days)];
  });
}

/** The writes that say since when each Region is watched without a break, where that is not what the table says. */
export function planWatchedSince({ accountId, watches }: StoredAccount, now: Instant): TableWrite[] {
  return [...watches].flatMap(([region, watch]): TableWrite[] => {
    const since = watchedSince(watch, now);
    return since === watch.since ? [] : [{ kind: 'watched-since', accountId, entry: regionEntry(region), since }];
  });
}
