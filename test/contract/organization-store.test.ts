import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMember } from '../../domain/organization/organization-account.ts';
import { organizationRunId, readOrganizationRun } from '../../domain/organization/organization-run.ts';
import { dynamodbOrganizations } from '../../infra/aws/dynamodb/organization/dynamodb-organizations.ts';
import type { OrganizationStore } from '../../infra/ports/organization-store.ts';
import { account, daysAgo } from '../domain/builders.ts';
import { member, organization, organizationRun } from '../domain/organization/world.ts';
import { realTables } from './real-tables.ts';

type Opened = OrganizationStore & { close(): Promise<void> };

describe.each(realTables<OrganizationStore>(dynamodbOrganizations))('the store of organizations %s', (_, open) => {
  let store: Opened;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  const yesterday = organizationRunId(daysAgo(1), 'request-0');

  it('holds nothing of an organization that no run was about', async () => {
    expect(await store.readOrganization(organization)).toEqual({ run: undefined, members: [] });
    expect(await store.readMember(organization, account())).toBeUndefined();
    expect(await store.readOrganizationRun(organization)).toBeUndefined();
  });

  it('reads back each account and the latest run, and lets no earlier run write over a later one', async () => {
    const other = member({
      accountId: account('222233334444'),
      outcome: { kind: 'refused', why: 'AccessDenied' },
      changes: { digestId: 'd', kinds: { 'became-unused': 2 }, newlyUnused: ['alice'] },
      news: 'joined',
    });
    expect(await store.writeMember(organization, member({ runId: yesterday, name: 'before' }))).toBe(true);
    expect(await store.writeMember(organization, member())).toBe(true);
    expect(await store.writeMember(organization, member())).toBe(true);
    expect(await store.writeMember(organization, other)).toBe(true);
    expect(await store.writeMember(organization, member({ runId: yesterday, name: 'late' }))).toBe(false);
    expect(await store.writeOrganizationRun(organization, organizationRun())).toBe(true);
    expect(await store.writeOrganizationRun(organization, organizationRun({ runId: yesterday }))).toBe(false);

    const { run, members } = await store.readOrganization(organization);
    expect(members.map((item) => readMember(item))).toEqual([member(), other]);
    expect(run && readOrganizationRun(run)).toEqual(organizationRun());
    expect(readMember((await store.readMember(organization, other.accountId)) ?? {})).toEqual(other);
    expect(readOrganizationRun((await store.readOrganizationRun(organization)) ?? {})).toEqual(organizationRun());
  });
});

it('what another version stored of an account or a run is not read as one', () => {
  expect(readMember({ ...member(), outcome: { kind: 'guessed' } })).toBeUndefined();
  expect(readMember({})).toBeUndefined();
  expect(readOrganizationRun({ ...organizationRun(), runId: 'yesterday' })).toBeUndefined();
  expect(readOrganizationRun({ ...organizationRun(), runId: '2026-11-23T08:00:00Z/' })).toBeUndefined();
});
