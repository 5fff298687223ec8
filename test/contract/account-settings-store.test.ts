import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../domain/accounts/account-settings.ts';
import { storedSettings } from '../../domain/accounts/stored-settings.ts';
import { unitPartition } from '../../domain/sightings/partition.ts';
import { dynamodbAccountSettings } from '../../infra/aws/dynamodb/accounts/dynamodb-account-settings.ts';
import type { AccountSettingsStore } from '../../infra/ports/accounts/account-settings-store.ts';
import { settingsVersion } from '../domain/accounts/versions.ts';
import { account, now } from '../domain/builders.ts';
import { organization } from '../domain/organization/world.ts';
import { realTables } from './real-tables.ts';

type Opened = AccountSettingsStore & { close(): Promise<void> };

describe.each(realTables<AccountSettingsStore>(dynamodbAccountSettings))('the settings of accounts %s', (_, open) => {
  let store: Opened;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  it('keeps every version, in order, and lets one writer alone add the next', async () => {
    const first = settingsVersion(1, { thresholdDays: 45, skip: { reason: 'closing', end: '2027-03-31' } });
    const tenth = settingsVersion(10, { exemptions: [{ pattern: 'svc-*', end: '2027-03-31' }], owner: 'pay' });
    for (const version of [tenth, first]) expect(await store.addSettings(account(), version)).toBe(true);
    expect(await store.addSettings(account(), settingsVersion(1, { thresholdDays: 1 }))).toBe(false);
    expect((await store.readSettings(account())).map(readSettings)).toEqual([first, tenth]);
    expect(await store.readSettings(account('999999999999'))).toEqual([]);
  });

  it('keeps those of a unit apart from those of accounts, and replaces what an account inherits', async () => {
    const unit = unitPartition(organization, 'Production/Payments');
    const decided = settingsVersion(1, { owner: 'platform' });
    expect(await store.addSettings(unit, decided)).toBe(true);
    expect((await store.readSettings(unit)).map(readSettings)).toEqual([decided]);
    const heir = account('222222222222');
    const inherited = { at: now, settings: { owner: 'platform' }, from: { owner: 'Production/Payments' } };
    await store.putInherited(heir, { ...inherited, settings: { owner: 'nobody' } });
    await store.putInherited(heir, inherited);
    const own = settingsVersion(1, { thresholdDays: 45 });
    await store.addSettings(heir, own);
    expect(storedSettings(await store.readSettings(heir))).toEqual({ kind: 'set', latest: own, inherited });
  });
});
