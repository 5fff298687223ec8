import { parseOrganizationId } from '../../../domain/ids.ts';
import type { OrganizationAccount } from '../../../domain/organization/organization-account.ts';
import { type OrganizationRun, organizationRunId } from '../../../domain/organization/organization-run.ts';
import type { Counts } from '../../../domain/verdict/counts.ts';
import { account, now } from '../builders.ts';

/** The organization of the tests. */
export const organization = parseOrganizationId('o-a1b2c3d4e5') ?? expectNever();

function expectNever(): never {
  throw new Error('the id of the tests is not one');
}

export const runId = organizationRunId(now, 'request-1');

/** Twelve users, of whom five are unused. */
export function counts(changes: Partial<Counts> = {}): Counts {
  return {
    users: 12,
    active: 4,
    idle: 3,
    'never-used': 2,
    new: 2,
    unknown: 1,
    unused: 5,
    unusedNotExempt: 4,
    exempt: 1,
    withoutCredentials: 1,
    unusedAccessKeys: 3,
    unusedPasswords: 2,
    ...changes,
  };
}

/** An active account that the run judged. */
export function member(changes: Partial<OrganizationAccount> = {}): OrganizationAccount {
  return {
    accountId: account('111122223333'),
    name: 'Payments',
    unit: 'Production',
    state: 'ACTIVE',
    runId,
    outcome: { kind: 'judged' },
    judged: { at: now, thresholdDays: 90, counts: counts(), missing: [] },
    ...changes,
  };
}

export function organizationRun(changes: Partial<OrganizationRun> = {}): OrganizationRun {
  return { runId, startedAt: now, thresholdDays: 90, accounts: 1, unlisted: [], isFirst: false, ...changes };
}
