import { describe, expect, it } from 'vitest';
import type { OrganizationAccount } from '../../../domain/organization/organization-account.ts';
import {
  hasNews,
  type OrganizationDigestFacts,
  renderOrganizationDigest,
} from '../../../domain/organization/organization-digest.ts';
import { organizationMetrics } from '../../../domain/organization/organization-metrics.ts';
import { organizationRunId } from '../../../domain/organization/organization-run.ts';
import { rollUp } from '../../../domain/organization/roll-up.ts';
import type { TenantStanding } from '../../../domain/organization/tenant-standing.ts';
import { account, daysAgo } from '../builders.ts';
import { tenant } from '../providers/entra/builders.ts';
import { customer } from '../providers/google/builders.ts';
import { counts, member, organization, organizationRun, runId } from './world.ts';

const quiet: OrganizationDigestFacts = {
  organizationId: organization,
  run: organizationRun(),
  accounts: [member()],
  unreadable: 0,
  tenants: [],
  tableName: 'lastseen',
};
const about = (...accounts: OrganizationAccount[]) => ({ ...quiet, accounts });
const changes = { digestId: 'd', kinds: { 'became-unused': 7, 'active-again': 1 }, newlyUnused: ['alice', 'bob'] };
const refused = { kind: 'refused', why: 'AccessDenied' } as const;
const skip = { reason: 'moves to another tenant', end: '2027-01-31' };
const judgedTenant = (days = 0): TenantStanding => ({
  accountId: tenant(),
  latest: { asOf: daysAgo(days), thresholdDays: 90, counts: counts() },
  skip: undefined,
});

describe('the digest of an organization', () => {
  it.each<[string, boolean, OrganizationDigestFacts]>([
    ['a quiet day', false, quiet],
    ['the first run', true, { ...quiet, run: organizationRun({ isFirst: true }) }],
    ['a changed user', true, about(member({ changes }))],
    ['a refused account', true, about(member({ outcome: refused }))],
    ['a new account', true, about(member({ news: 'joined' }))],
    ['news of an earlier run', false, about(member({ news: 'left', runId: organizationRunId(daysAgo(1), 'r') }))],
    ['an entry of a later version', true, { ...quiet, unreadable: 1 }],
    ['a tenant whose run is of today', false, { ...quiet, tenants: [judgedTenant()] }],
    ['a tenant whose run was the day before yesterday', true, { ...quiet, tenants: [judgedTenant(2)] }],
    ['a tenant that was never judged', true, { ...quiet, tenants: [{ ...judgedTenant(), latest: undefined }] }],
    ['a tenant that people skip', false, { ...quiet, tenants: [{ ...judgedTenant(9), skip }] }],
    ['an account that is no account', true, { ...quiet, run: organizationRun({ unlisted: ['Accounts[3]: ...'] }) }],
  ])('of %s is published: %s', (_, isPublished, facts) => {
    expect(hasNews(facts)).toBe(isPublished);
  });

  it('names what changed, who could not be judged since when, and each account out of service', () => {
    const facts = about(
      member({ changes }),
      member({ accountId: account('222222222222'), name: 'Legacy', unit: undefined, outcome: refused }),
      member({ accountId: account('333333333333'), name: 'New', outcome: refused, judged: undefined, news: 'joined' }),
      member({ accountId: account('444444444444'), state: 'SUSPENDED', outcome: { kind: 'out-of-service' } }),
      member({ accountId: account('555555555555'), outcome: { kind: 'left' }, news: 'left' }),
      member({ accountId: account('666666666666'), outcome: { kind: 'skipped', why: 'sandbox', until: '2027-01-31' } }),
    );
    const { body, subject, id } = renderOrganizationDigest(facts);
    expect(id).toBe(`${organization}/${runId}`);
    expect(subject).toBe(
      `Lastseen ${organization}: 7 newly unused, 1 back; 8 unused of 24 users; 2 accounts not judged`,
    );
    expect(body).toContain('5 accounts: 1 judged, 2 could not be judged, 1 skipped, 1 out of service.');
    expect(body).toContain('Of the unused, 5 by an earlier verdict');
    expect(body.split('\n').filter((line) => line.startsWith('- '))).toEqual([
      '- 222222222222 Legacy: its role refused (AccessDenied); last judged 2026-11-23T08:00:00Z, 5 unused then',
      '- 333333333333 New in Production: its role refused (AccessDenied); never judged yet',
      '- 111122223333 Payments in Production: 7 newly unused, 1 back again (newly unused: alice, bob, 5 more)',
      '- 555555555555 Payments in Production: left the organization',
      '- 333333333333 New in Production: new in the organization, active',
      '- 111122223333 Payments in Production: 4 of 12 users',
      '- 666666666666 Payments in Production: until 2027-01-31: sandbox',
      '- 444444444444 Payments in Production: suspended',
    ]);
  });

  it('says of each tenant in a line what its own run found, and leaves the totals as they are', () => {
    const tenants = [
      judgedTenant(),
      { ...judgedTenant(3), accountId: customer() },
      { ...judgedTenant(), accountId: tenant('c0ffee00-0000-4000-8000-000000000001'), latest: undefined },
      { ...judgedTenant(9), accountId: tenant('c0ffee00-0000-4000-8000-000000000002'), skip },
    ];
    const { body, subject } = renderOrganizationDigest({ ...quiet, tenants });
    const without = renderOrganizationDigest(quiet);
    expect(subject).toBe(without.subject);
    expect(body).toContain('Tenants of other providers, not in these numbers: 1 judged, 2 not judged, 1 skipped.');
    expect(body.split('\n').filter((line) => !without.body.includes(line))).toEqual([
      'Tenants of other providers, not in these numbers: 1 judged, 2 not judged, 1 skipped.',
      'Tenants of other providers, whose own digests name the users (4)',
      `- Entra ID ${tenant()}: 4 unused of 12 users, 1 unknown, as of ${daysAgo(0)}`,
      `- Google Workspace ${customer()}: not judged since ${daysAgo(3)}; then 4 unused of 12 users, 1 unknown`,
      '- Entra ID c0ffee00-0000-4000-8000-000000000001: never judged yet',
      '- Entra ID c0ffee00-0000-4000-8000-000000000002: skipped until 2027-01-31: moves to another tenant',
    ]);
  });

  it('stays within one message of SNS for 10,000 accounts with hostile names', () => {
    const name = '\u202e\nBcc: é'.padEnd(50, 'é');
    const accounts = Array.from({ length: 10_000 }, (_, index) =>
      member({ accountId: account(`${index}`.padStart(12, '0')), name, outcome: refused, changes }),
    );
    const { body, subject } = renderOrganizationDigest(about(...accounts));
    expect(Buffer.byteLength(body)).toBeLessThan(256 * 1024);
    expect(body).not.toContain('\nBcc');
    expect(body).toMatch(/\.\.\. and \d+ more/);
    expect(subject).toMatch(/^[ -~]{1,100}$/);
  });
});

it('the metrics of an organization count users and accounts once, by organization and stack', () => {
  const totals = rollUp([member(), member({ accountId: account('222222222222'), outcome: refused })]);
  const data = organizationMetrics({ organizationId: organization, stackName: 'lastseen-prod' }, totals);
  const values = Object.fromEntries(data.map(({ name, value }) => [name, value]));
  expect(values).toMatchObject({ Users: 24, UnusedUsers: 8, CarriedUnusedUsers: 5, UnknownUsers: 8 });
  expect(values).toMatchObject({ Accounts: 2, AccountsJudged: 1, AccountsNotJudged: 1, AccountsSkipped: 0 });
  expect(new Set(data.map(({ dimensions }) => JSON.stringify(dimensions)))).toEqual(
    new Set([JSON.stringify({ OrganizationId: organization, Stack: 'lastseen-prod' })]),
  );
  expect(values['ActiveUsers']).toBe(counts().active);
});
