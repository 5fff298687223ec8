import { expect, it } from 'vitest';
import { readMember } from '../../../domain/organization/organization-account.ts';
import { type OrganizationScanPorts, scanOrganization } from '../../../handlers/organization/scan-organization.ts';
import { account } from '../../domain/builders.ts';
import { organization } from '../../domain/organization/world.ts';
import {
  type OrganizationWorld,
  organizationPorts,
  organizationWorld,
} from '../../fakes/organization/organization-world.ts';
import { worldOf } from '../../fakes/reconcile-world.ts';
import { inventoryOf } from '../reconcile/reconcile-scenario.ts';

const ids = ['111111111111', '222222222222', '333333333333'].map(account);
const threeAccounts = () =>
  organizationWorld(
    new Map(ids.map((accountId) => [{ accountId, name: accountId, state: 'ACTIVE' }, worldOf(inventoryOf([]))])),
  );

/** Scans once. Returns whom it asked; the accounts in `ending` end the scan. */
async function scan(world: OrganizationWorld, terms: string, ending: readonly string[] = []): Promise<string[]> {
  const asked: string[] = [];
  const { store, settings, clock, listAccounts } = organizationPorts(world);
  const judge: OrganizationScanPorts['judge'] = async ({ accountId }) => {
    asked.push(accountId);
    if (ending.includes(accountId)) throw new Error('the credentials ended');
    return { outcome: { kind: 'judged' } };
  };
  const ports = { store: { ...store, ...settings }, clock, listAccounts, judge, begin: () => {} };
  const nonce = `${world.members.size}${asked.length}`;
  await scanOrganization({ organizationId: organization, thresholdDays: 90, terms, nonce }, ports).catch(() => {});
  return asked;
}

const outcomes = (world: OrganizationWorld) =>
  [...world.members.values()].map((item) => readMember(item)?.outcome.kind);

it('a scan that ends on its way leaves its run open, and the next one asks only who is not finished', async () => {
  const world = threeAccounts();
  await scan(world, 'a', ids.slice(2));
  expect(outcomes(world)).toEqual(['judged', 'judged', 'waiting']);
  expect(world.run?.closedAt).toBeUndefined();
  expect(await scan(world, 'a')).toEqual(ids.slice(2));
  expect(world.run?.closedAt).toBeDefined();
});

it('a scan by other terms asks every account', async () => {
  const world = threeAccounts();
  await scan(world, 'a', ids.slice(2));
  expect(await scan(world, 'b')).toEqual(ids);
});
