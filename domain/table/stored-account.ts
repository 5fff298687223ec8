/** What the table holds of one account. */

import type { StoredSettings } from '../accounts/stored-settings.ts';
import type { StoredHead } from '../chain-head.ts';
import type { WindowsByRegion } from '../coverage/lookup-window.ts';
import type { Watch } from '../coverage/watch.ts';
import type { ChangeRecord } from '../history/change-record.ts';
import type { RecordedState } from '../history/recorded-state.ts';
import type { HistoryHead } from '../history/stored-history.ts';
import type { AccountId, Region, UserId } from '../ids.ts';
import type { ServicesAccessed } from '../services/services-accessed.ts';
import type { Creator } from '../sightings/creator.ts';
import type { Entry } from '../sightings/entry.ts';
import type { LastSeen } from '../sightings/last-seen.ts';
import type { Shelter } from '../sightings/shelter.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { Run } from '../verdict/run.ts';

/** What the table remembers of one account. */
export interface StoredAccount {
  readonly accountId: AccountId;
  /** Whether the account is in the table's list of accounts. */
  readonly isKnown: boolean;
  /** By the entry of the subject: `user#AIDA...`, `name#alice`, `root`. */
  readonly lastSeen: ReadonlyMap<Entry, LastSeen>;
  readonly watches: ReadonlyMap<Region, Watch>;
  readonly assessments: ReadonlyMap<Entry, Assessment>;
  /** Entries of assessments that this version cannot read. Their users count as not judged. */
  readonly unreadableAssessments: readonly Entry[];
  /** By the entry of the user. */
  readonly lookups: ReadonlyMap<Entry, WindowsByRegion>;
  /** By the entry of the user. */
  readonly services: ReadonlyMap<Entry, ServicesAccessed>;
  /** Who created which user, as far as a record of it was read. */
  readonly creators: ReadonlyMap<UserId, Creator>;
  /** Who last set a sheltering tag, by the user's name in lower case. */
  readonly shelters: ReadonlyMap<string, Shelter>;
  readonly backfill: BackfillRun | undefined;
  readonly run: Run | undefined;
  /** Undefined as long as no run kept a history. */
  readonly history: HistoryHead | undefined;
  /** What people decided for the account; absent as long as nobody did. */
  readonly settings?: StoredSettings | undefined;
  /** The end of the chain of acts; absent where nothing was done to a user yet. */
  readonly chainHead?: StoredHead | undefined;
  /** The changes of the latest run that recorded any. Its verdicts may not all be written. */
  readonly latestChanges: readonly ChangeRecord[];
  /**
   * By the entry of the assessment, where the history does not say what the assessment says. Null for a user who is not
   * in the history.
   */
  readonly recorded: ReadonlyMap<Entry, RecordedState | null>;
}

/** An account of which the table holds nothing. */
export function emptyAccount(accountId: AccountId): StoredAccount {
  const maps = { lastSeen: new Map(), watches: new Map(), assessments: new Map() };
  const answers = { lookups: new Map(), services: new Map(), creators: new Map(), shelters: new Map() };
  const nothing = { backfill: undefined, run: undefined, history: undefined, latestChanges: [], recorded: new Map() };
  return { accountId, isKnown: false, ...maps, ...answers, unreadableAssessments: [], ...nothing };
}

/** The account's latest backfill. An interrupted one has no end. */
export interface BackfillRun {
  readonly startedAt: Instant;
  readonly regions: readonly Region[];
  readonly finishedAt: Instant | undefined;
}

/** The line about stored assessments that cannot be read; none where all can. */
export function unreadableWords(accountId: AccountId, unreadable: number): string[] {
  if (unreadable === 0) return [];
  const what = unreadable === 1 ? '1 stored assessment' : `${unreadable} stored assessments`;
  return [`${what} of account ${accountId} cannot be read and ${unreadable === 1 ? 'counts' : 'count'} as not judged`];
}

/** The users of the latest inventory, from the stored assessments. */
export const knownUsers = ({ assessments }: Pick<StoredAccount, 'assessments'>): Assessment['user'][] =>
  [...assessments.values()].map(({ user }) => user);
