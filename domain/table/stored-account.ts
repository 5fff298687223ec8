import type { BackfillRun } from '../backfill/backfill-run.ts';
import type { Coverage, Watch } from '../coverage/coverage.ts';
import type { Lookups } from '../coverage/lookup.ts';
import type { AccountId, Region } from '../ids.ts';
import type { Entry } from '../sightings/entry.ts';
import type { LastSeen } from '../sightings/last-seen.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';

/** What the table remembers of one account. */
export interface StoredAccount {
  readonly accountId: AccountId;
  /** Whether the table lists the account among those it has entries of. */
  readonly isKnown: boolean;
  /** By the entry of the subject: `user#AIDA...`, `name#alice`, `root`. */
  readonly lastSeen: ReadonlyMap<Entry, LastSeen>;
  readonly watches: ReadonlyMap<Region, Watch>;
  readonly assessments: ReadonlyMap<Entry, Assessment>;
  /** By the entry of the user. */
  readonly lookups: ReadonlyMap<Entry, Lookups>;
  readonly backfill: BackfillRun | undefined;
  readonly run: Run | undefined;
}

/** The account's latest reconciliation: when, what was asked, how far CloudTrail vouches, what was missing. */
export interface Run {
  readonly asOf: Instant;
  readonly thresholdDays: number;
  readonly users: number;
  readonly coverage: Coverage;
  /** The Regions that are enabled in the account, as far as anybody told. */
  readonly regions?: readonly Region[] | undefined;
}

export function emptyAccount(accountId: AccountId): StoredAccount {
  const maps = { lastSeen: new Map(), watches: new Map(), assessments: new Map(), lookups: new Map() };
  return { accountId, isKnown: false, ...maps, backfill: undefined, run: undefined };
}
