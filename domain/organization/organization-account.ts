/** How one account stands in its organization: the entry `account#111122223333` of the partition `org#o-...`. */

import type { ChangeKind } from '../alerts/changes.ts';
import { isCounts } from '../history/stored-history.ts';
import type { JsonObject } from '../json.ts';
import {
  isListOf,
  isNumber,
  isObjectOf,
  isOneOf,
  isOptional,
  isRecordOf,
  isText,
  isUnionOf,
  parsedBy,
} from '../shape.ts';
import { type Instant, parseTime } from '../time.ts';
import type { Counts } from '../verdict/counts.ts';
import { type MemberAccount, memberShapes } from './member-account.ts';
import { type OrganizationRunId, parseOrganizationRunId } from './organization-run.ts';

/**
 * What a run made of an account. `refused`: it may not read the account. `failed`: the account could not be judged for
 * another reason. `skipped`: a setting leaves it out until that day. `out-of-service`: its state is not `ACTIVE`.
 * `waiting`: no run has finished with it yet.
 */
export type AccountOutcome =
  | { readonly kind: 'judged' }
  | { readonly kind: 'out-of-service' }
  | { readonly kind: 'left' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'skipped'; readonly why: string; readonly until: string };

/** The latest verdicts on an account's users. They are old where a later run could not judge the account. */
export interface LatestJudgement {
  readonly at: Instant;
  readonly thresholdDays: number;
  readonly counts: Counts;
  /** What that run could not read, in words: the first lines, and how many more. */
  readonly missing: readonly string[];
}

/** What changed for users since the last published digest; the account's unpublished digest has every user. */
export interface AccountChanges {
  readonly digestId: string;
  readonly kinds: { readonly [kind in ChangeKind]?: number };
  /** Some of the newly unused users, longest without activity first. */
  readonly newlyUnused: readonly string[];
}

/** What the list of accounts said that the run before did not know. */
export type AccountNews = 'joined' | 'left' | 'state-changed';

/** One account of an organization as the latest run left it. About 0.5 KB in the table. */
export interface OrganizationAccount extends MemberAccount {
  /** The run that wrote this. An earlier run never writes over it. */
  readonly runId: OrganizationRunId;
  readonly outcome: AccountOutcome;
  readonly news?: AccountNews | undefined;
  /** Who answers for the account by its settings or those of its organizational units, at the latest run. */
  readonly owner?: string | undefined;
  /** Absent where no run has judged the account yet. */
  readonly judged?: LatestJudgement | undefined;
  readonly changes?: AccountChanges | undefined;
}

const isInstant = parsedBy(parseTime);

/** Whether a value is news of an account. */
export const isNews = isOneOf<AccountNews>('joined', 'left', 'state-changed');

const isOutcome = isUnionOf<AccountOutcome>({
  judged: {},
  'out-of-service': {},
  left: {},
  waiting: {},
  refused: { why: isText },
  failed: { why: isText },
  skipped: { why: isText, until: isText },
});

const isAccount = isObjectOf<OrganizationAccount>({
  ...memberShapes,
  runId: parsedBy(parseOrganizationRunId),
  outcome: isOutcome,
  news: isOptional(isNews),
  owner: isOptional(isText),
  judged: isOptional(
    isObjectOf<LatestJudgement>({
      at: isInstant,
      thresholdDays: isNumber,
      counts: isCounts,
      missing: isListOf(isText),
    }),
  ),
  changes: isOptional(
    isObjectOf<AccountChanges>({ digestId: isText, kinds: isRecordOf(isNumber), newlyUnused: isListOf(isText) }),
  ),
});

/** The attributes of the entry beside its keys. */
export function storedMember({ accountId: member, ...account }: OrganizationAccount): JsonObject {
  return { member, ...account };
}

/** The account of a stored entry; undefined where it is of another form. */
export function readMember({
  accountId: _,
  entry: __,
  member,
  ...stored
}: JsonObject): OrganizationAccount | undefined {
  const account = { accountId: member, ...stored };
  return isAccount(account) ? account : undefined;
}

/** Whether the account was of the organization when its accounts were last listed. */
export const isMember = (account: OrganizationAccount | undefined): boolean =>
  account !== undefined && account.outcome.kind !== 'left';

/** Whether a run is done with the account. */
export const isDone = ({ runId, outcome }: OrganizationAccount, run: OrganizationRunId): boolean =>
  runId === run && outcome.kind !== 'waiting';

/** Whether an account's entry may be written by this run: no later run wrote it. */
export const mayFollowRun = (before: JsonObject | undefined, runId: OrganizationRunId): boolean => {
  const held = before?.['runId'];
  return typeof held !== 'string' || held <= runId;
};
