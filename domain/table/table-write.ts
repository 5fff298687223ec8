import type { LookupWindow } from '../coverage/lookup-window.ts';
import type { CredentialUsed } from '../credential.ts';
import type { DaysByMonth } from '../day-set.ts';
import type { ChangeDetail } from '../history/change-detail.ts';
import type { RecordedState } from '../history/recorded-state.ts';
import type { DayCounts } from '../history/stored-history.ts';
import type { AccountId, Region } from '../ids.ts';
import type { ServicesAccessed } from '../services/services-accessed.ts';
import type { Callers } from '../sightings/caller.ts';
import type { Creator } from '../sightings/creator.ts';
import type { Entry } from '../sightings/entry.ts';
import type { Shelter } from '../sightings/shelter.ts';
import type { CredentialSighting, Sighting } from '../sightings/sighting.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { Run } from '../verdict/run.ts';
import type { BackfillRun } from './stored-account.ts';

/** One change of the table, as data. Sightings are maxima: losing against a later sighting is a success. */
export type TableWrite =
  | SightingWrite
  | IndependentWrite
  | {
      readonly kind: 'assessment';
      readonly accountId: AccountId;
      readonly entry: Entry;
      readonly assessment: Assessment;
      /** As in `StoredAccount.recorded`. */
      readonly recorded?: RecordedState | null | undefined;
    }
  | {
      readonly kind: 'looked-up';
      readonly accountId: AccountId;
      /** The user's `lookupEntry`. */
      readonly entry: Entry;
      readonly region: Region;
      readonly lookedUp: LookupWindow;
    }
  /** Loses against an answer that was asked for later. `entry` is the user's `servicesEntry`. */
  | {
      readonly kind: 'services';
      readonly accountId: AccountId;
      readonly entry: Entry;
      readonly services: ServicesAccessed;
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
  | { readonly kind: 'change'; readonly accountId: AccountId; readonly entry: Entry; readonly detail: ChangeDetail }
  /** Loses against the counts of a later run of the same day. */
  | { readonly kind: 'counts'; readonly accountId: AccountId; readonly entry: Entry; readonly day: DayCounts }
  | { readonly kind: 'remove'; readonly accountId: AccountId; readonly entry: Entry }
  | { readonly kind: 'run'; readonly accountId: AccountId; readonly entry: Entry; readonly run: Run };

/**
 * A write that takes one request, whatever the table holds: days, proven hours, the watch of a Region, who created a
 * user, the account.
 */
export type IndependentWrite = DaysWrite | ProofWrite | WatchWrite | CreatorWrite | ShelterWrite | AccountWrite;

/** Adds days of one month to an entry, as bits; they are only ever added. */
export interface DaysWrite {
  readonly kind: 'days';
  readonly accountId: AccountId;
  readonly entry: Entry;
  readonly bits: number;
}

/**
 * Adds proven hours of one month of a Region: hour 0 is the first of the month in UTC. They are only ever added. An
 * hour in `lostHours` is not proven any more: a backfill digest names a log file of it that is missing or altered.
 */
export interface ProofWrite {
  readonly kind: 'proof';
  readonly accountId: AccountId;
  readonly entry: Entry;
  readonly hours: readonly number[];
  readonly selectorHours: readonly number[];
  readonly lostHours?: readonly number[];
}

/** Moves a time of a Region's watch forward; it loses against a later one. */
export interface WatchWrite {
  readonly kind: 'watch';
  readonly accountId: AccountId;
  /** The Region's. */
  readonly entry: Entry;
  readonly what: 'lastRecord' | 'lastProof';
  readonly at: Instant;
}

/** Who created a user. A user is created once, so every such write of it says the same. */
export interface CreatorWrite {
  readonly kind: 'creator';
  readonly accountId: AccountId;
  /** The user's `creatorEntry`. */
  readonly entry: Entry;
  readonly creator: Creator;
}

/** Who set a sheltering tag of a user. The latest counts, in whatever order they come. */
export interface ShelterWrite {
  readonly kind: 'shelter';
  readonly accountId: AccountId;
  /** The `shelterEntry` of the user's name. */
  readonly entry: Entry;
  readonly shelter: Shelter;
}

/** Adds the account to the list of accounts. It comes before all other writes of the account. */
export interface AccountWrite {
  readonly kind: 'account';
  readonly accountId: AccountId;
}

/**
 * The parts of a subject's last seen that are later than what the table held when it was read. Each part is valid
 * alone. One request writes them all, unless another writer changed the entry meanwhile.
 */
export interface SightingWrite {
  readonly kind: 'sighting';
  readonly accountId: AccountId;
  readonly entry: Entry;
  /** The table had no such entry when it was read, as far as is known. */
  readonly isNew: boolean;
  readonly latest: Sighting | undefined;
  readonly lastSuccess: Instant | undefined;
  readonly credentials: ReadonlyMap<CredentialUsed, CredentialSighting>;
  /** Access keys to remove: more recent ones take their place. */
  readonly forget: readonly CredentialUsed[];
  /** Each with its last day. */
  readonly callers: Callers;
  /** Callers to remove, with their last known days: later ones take their place. */
  readonly forgetCallers: Callers;
  /** Days of the month of `latest` that go into the entry itself. Absent where days have entries of their own. */
  readonly days?: DaysByMonth;
}
