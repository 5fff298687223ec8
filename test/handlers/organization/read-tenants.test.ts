import { expect, it } from 'vitest';
import { tenantWords } from '../../../domain/organization/tenant-standing.ts';
import { countsEntry, runEntry } from '../../../domain/sightings/entry.ts';
import { plusMinutes } from '../../../domain/time.ts';
import { readTenants } from '../../../handlers/organization/read-tenants.ts';
import { settingsVersion } from '../../domain/accounts/versions.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import { counts } from '../../domain/organization/world.ts';
import { tenant } from '../../domain/providers/entra/builders.ts';
import { customer } from '../../domain/providers/google/builders.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import { memorySettings } from '../../fakes/organization/memory-settings.ts';

const coverage = { kind: 'whole', regions: [] } as const;

it('a tenant stands as its own latest run left it, skipped where its settings say so, or never judged', async () => {
  const table = memoryLastSeenTable();
  const settings = memorySettings(new Map());
  for (const days of [3, 1, 0]) {
    const [asOf, users] = [daysAgo(days), 12 + days];
    const run = { asOf, thresholdDays: 90, users, coverage };
    const day = { asOf, thresholdDays: 90, counts: counts({ users }) };
    await table.apply({ kind: 'run', accountId: tenant(), entry: runEntry, run });
    await table.apply({ kind: 'counts', accountId: tenant(), entry: countsEntry(asOf), day });
  }
  const skip = { reason: 'moves', end: now.slice(0, 10) };
  await settings.addSettings(customer(), settingsVersion(1, { skip }));
  const standings = await readTenants([tenant(), customer()], now, { table, settings });
  expect(standings.map((standing) => tenantWords(standing, now))).toEqual([
    `Entra ID ${tenant()}: 4 unused of 12 users, 1 unknown, as of ${now}`,
    `Google Workspace ${customer()}: skipped until ${skip.end}: moves`,
  ]);
  const [, later] = await readTenants([tenant(), customer()], plusMinutes(now, 24 * 60), { table, settings });
  expect(later).toEqual({ accountId: customer(), latest: undefined, skip: undefined });
});
