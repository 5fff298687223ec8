import type { OrganizationId } from '../../domain/ids.ts';
import { outOfServiceWords, skippedWords, unjudgedWords } from '../../domain/organization/account-words.ts';
import type { OrganizationAccount } from '../../domain/organization/organization-account.ts';
import type { OrganizationRun } from '../../domain/organization/organization-run.ts';
import type { OrganizationTotals } from '../../domain/organization/roll-up.ts';

/** How an organization stands by its latest run. */
export interface OrganizationView {
  readonly organizationId: OrganizationId;
  /** Undefined where it cannot be read. */
  readonly run: OrganizationRun | undefined;
  readonly totals: OrganizationTotals;
  /** Every account that the run knew, in the order of their ids. */
  readonly accounts: readonly OrganizationAccount[];
  /** What keeps the answer from being whole, in words: accounts without a verdict, entries that cannot be read. */
  readonly missing: readonly string[];
}

/** How an organization stands, as `list --organization` prints it; handlers/cli/README.md documents the fields. */
export type OrganizationReport = ReturnType<typeof organizationReport>;

export function organizationReport({ organizationId, run, totals, accounts }: OrganizationView) {
  return {
    organizationId,
    asOf: run?.startedAt ?? null,
    isComplete: run?.closedAt !== undefined,
    counts: totals.counts,
    carriedUnused: totals.carriedUnused,
    accountCounts: totals.accounts,
    accounts: accounts.map(accountReport),
  };
}

function accountReport(account: OrganizationAccount) {
  const { accountId, name, unit, owner, state, outcome, judged } = account;
  return {
    accountId,
    accountName: name,
    unit: unit ?? null,
    owner: owner ?? null,
    state,
    outcome: outcome.kind,
    why: unjudgedWords(account) ?? skippedWords(account) ?? outOfServiceWords(account) ?? null,
    asOf: judged?.at ?? null,
    thresholdDays: judged?.thresholdDays ?? null,
    counts: judged?.counts ?? null,
    missing: judged?.missing ?? [],
  };
}
