/** Joins Policy Analyzer's answers with the lists of service accounts, project by project. */

import { groupsByKey } from '../../group-by.ts';
import type { AccountId, UserId } from '../../ids.ts';
import { type Instant, laterOf } from '../../time.ts';
import type { ListedEntry } from './inventory.ts';
import type { ActivityKind, ActivityPage, Authentication, ObservationPeriod } from './records.ts';

type ListedAccount = Extract<ListedEntry, { kind: 'service-account' }>;
type OtherEntry = Exclude<ListedEntry, ListedAccount>;
type ListedKey = Extract<OtherEntry, { kind: 'key' }>;
type UnrecordedKey = Exclude<OtherEntry, ListedKey>;

/** Everything that was read of one service account. */
export interface ServiceAccount {
  readonly accountId: AccountId;
  readonly serviceAccountId: UserId;
  readonly address: string;
  /** Undefined where no list has it. */
  readonly listed: { readonly isDisabled: boolean } | undefined;
  /** The latest day, with or without a key. */
  readonly day: Instant | undefined;
  /** The latest day of each key that an answer names. */
  readonly keyDays: ReadonlyMap<string, Instant | undefined>;
  readonly keys: readonly ListedKey[];
  readonly unrecordedKeys: readonly UnrecordedKey[];
}

/** One project: its service accounts, and what the answers say of those whom they do not name. */
export interface Project {
  readonly accountId: AccountId;
  readonly accounts: readonly ServiceAccount[];
  /** The period of the newest answer of each kind; undefined where no answer of that kind is about the project. */
  readonly periods: { readonly [kind in ActivityKind]: ObservationPeriod | undefined };
  /** Whether the service accounts of the project were listed. */
  readonly isListed: boolean;
  /** Kinds of answers of which entries may be missing. */
  readonly cut: ReadonlySet<ActivityKind>;
}

/** The projects of all answers and lists. Of two answers about one account or key, the later day counts. */
export function joinProjects(pages: readonly ActivityPage[], entries: readonly ListedEntry[]): Project[] {
  const answered = groupsByKey(
    pages.flatMap((page) => page.authentications),
    ({ accountId }) => accountId,
  );
  const listed = groupsByKey(
    entries.filter((entry) => entry.kind === 'service-account'),
    ({ accountId }) => accountId,
  );
  const keys = groupsByKey(
    entries.filter((entry) => entry.kind !== 'service-account'),
    ({ address }) => address,
  );
  const cut = cutKinds(pages);
  return [...new Set([...answered.keys(), ...listed.keys()])].sort().map((accountId) => {
    const own = answered.get(accountId) ?? [];
    const periods = { account: periodOf(own, 'account'), key: periodOf(own, 'key') };
    const accounts = accountsOf(own, listed.get(accountId) ?? [], keys);
    return { accountId, accounts, periods, isListed: listed.has(accountId), cut };
  });
}

/**
 * The kinds whose last page says that further ones follow, or that holds an entry which cannot be read. A page without
 * a single entry may be of either kind.
 */
function cutKinds(pages: readonly ActivityPage[]): ReadonlySet<ActivityKind> {
  const both: readonly ActivityKind[] = ['account', 'key'];
  return new Set(
    both.filter((kind) => {
      const own = pages.filter(
        ({ authentications: all }) => all.length === 0 || all.some((each) => each.kind === kind),
      );
      return own.at(-1)?.isCut === true || own.some(({ malformed }) => malformed.length > 0);
    }),
  );
}

/** The newest answer's period: where its entries differ, the part that all of them share. */
function periodOf(own: readonly Authentication[], kind: ActivityKind): ObservationPeriod | undefined {
  const periods = own.filter((each) => each.kind === kind).map(({ period }) => period);
  const end = periods.map((period) => period.end).reduce<Instant | undefined>(laterOf, undefined);
  const starts = periods.filter((period) => period.end === end).map(({ start }) => start);
  const start = starts.reduce<Instant | undefined>(laterOf, undefined);
  return start === undefined || end === undefined ? undefined : { start, end };
}

function accountsOf(
  own: readonly Authentication[],
  listed: readonly ListedAccount[],
  keys: ReadonlyMap<string, readonly OtherEntry[]>,
): ServiceAccount[] {
  const inList = new Map(listed.map((account) => [account.serviceAccountId, account]));
  const answered = groupsByKey(own, ({ serviceAccountId }) => serviceAccountId);
  return [...new Set([...inList.keys(), ...answered.keys()])].flatMap((id) => {
    const of = answered.get(id) ?? [];
    const known = inList.get(id) ?? of.at(-1);
    return known === undefined ? [] : [accountOf(known, of, inList.get(id), keys.get(known.address) ?? [])];
  });
}

/** Lists of keys name an account by its address alone. */
function accountOf(
  { accountId, serviceAccountId, address }: Pick<ServiceAccount, 'accountId' | 'serviceAccountId' | 'address'>,
  own: readonly Authentication[],
  listed: ListedAccount | undefined,
  keys: readonly OtherEntry[],
): ServiceAccount {
  const keyDays = new Map<string, Instant | undefined>();
  for (const { keyId, day } of own) if (keyId !== undefined) keyDays.set(keyId, laterOf(keyDays.get(keyId), day));
  return {
    accountId,
    serviceAccountId,
    address,
    listed,
    day: own.map(({ day }) => day).reduce<Instant | undefined>(laterOf, undefined),
    keyDays,
    keys: keys.filter((entry) => entry.kind === 'key'),
    unrecordedKeys: keys.filter((entry) => entry.kind !== 'key'),
  };
}
