/** The totals of an organization, from the entries of its accounts. */

import type { Counts } from '../verdict/counts.ts';
import type { OrganizationAccount } from './organization-account.ts';

/** How many accounts there are in each outcome. `unjudged`: in service, but the latest run has no verdict on them. */
export interface AccountCounts {
  readonly listed: number;
  readonly judged: number;
  readonly unjudged: number;
  readonly skipped: number;
  readonly outOfService: number;
}

/** Users and accounts of a whole organization. */
export interface OrganizationTotals {
  /** Users of the accounts in service, with those of accounts that could not be judged; without skipped accounts. */
  readonly counts: Counts;
  /** Of `counts.unused`, those by an earlier verdict: their account could not be judged now. */
  readonly carriedUnused: number;
  readonly accounts: AccountCounts;
}

/**
 * Adds up the accounts. An account that could not be judged is unknown as a whole: its users count as unknown, but
 * those last found unused stay unused. So a refused role never lowers the number of unused users.
 */
export function rollUp(accounts: Iterable<OrganizationAccount>): OrganizationTotals {
  const listed = [...accounts].filter(({ outcome }) => outcome.kind !== 'left');
  const judged = listed.filter(({ outcome }) => outcome.kind === 'judged');
  const unjudged = listed.filter(isUnjudged);
  const carried = unjudged.flatMap((account) =>
    account.judged === undefined ? [] : withoutVerdict(account.judged.counts),
  );
  const fresh = judged.flatMap((account) => account.judged?.counts ?? []);
  const number = (kind: OrganizationAccount['outcome']['kind']) =>
    listed.filter(({ outcome }) => outcome.kind === kind).length;
  return {
    counts: [...fresh, ...carried].reduce(sumOfCounts, noUsers),
    carriedUnused: carried.reduce((sum, { unused }) => sum + unused, 0),
    accounts: {
      listed: listed.length,
      judged: judged.length,
      unjudged: unjudged.length,
      skipped: number('skipped'),
      outOfService: number('out-of-service'),
    },
  };
}

/** Whether the account is in service and has no verdict of the latest run. */
export const isUnjudged = ({ outcome: { kind } }: Pick<OrganizationAccount, 'outcome'>): boolean =>
  kind === 'refused' || kind === 'failed' || kind === 'waiting';

/** The counts of an account whose verdicts are old: who was not unused may be anything by now. */
function withoutVerdict(counts: Counts): Counts {
  const unknown = counts.unknown + counts.active + counts.new;
  return { ...counts, active: 0, new: 0, unknown };
}

/** The counts of nobody. */
export const noUsers: Counts = {
  users: 0,
  active: 0,
  idle: 0,
  'never-used': 0,
  new: 0,
  unknown: 0,
  unused: 0,
  unusedNotExempt: 0,
  exempt: 0,
  withoutCredentials: 0,
  unusedAccessKeys: 0,
  unusedPasswords: 0,
};

/** The counts of both together. */
export function sumOfCounts(a: Counts, b: Counts): Counts {
  return {
    users: a.users + b.users,
    active: a.active + b.active,
    idle: a.idle + b.idle,
    'never-used': a['never-used'] + b['never-used'],
    new: a.new + b.new,
    unknown: a.unknown + b.unknown,
    unused: a.unused + b.unused,
    unusedNotExempt: a.unusedNotExempt + b.unusedNotExempt,
    exempt: a.exempt + b.exempt,
    withoutCredentials: a.withoutCredentials + b.withoutCredentials,
    unusedAccessKeys: a.unusedAccessKeys + b.unusedAccessKeys,
    unusedPasswords: a.unusedPasswords + b.unusedPasswords,
  };
}
