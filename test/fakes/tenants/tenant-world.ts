import type { Instant } from '../../../domain/time.ts';
import type { TenantRunPorts } from '../../../handlers/tenants/tenant-run-ports.ts';
import { inventoryOf } from '../../handlers/reconcile/reconcile-scenario.ts';
import { branchOf, portsOf, stepIn, type World, worldOf } from '../reconcile-world.ts';
import { type KeptMemory, memoryKeptAnswers } from './memory-kept-answers.ts';

/** Everything outside of a daily run over a tenant, in memory, but for the tenant itself. */
export interface TenantWorld {
  readonly world: World;
  readonly kept: KeptMemory;
  latest: Instant | undefined;
}

export const tenantWorld = (): TenantWorld => ({
  world: worldOf(inventoryOf([])),
  kept: { readings: new Map(), answers: new Map() },
  latest: undefined,
});

/** A world of its own that begins as this one is now. */
export const branchOfTenant = ({ world, kept, latest }: TenantWorld): TenantWorld => ({
  world: branchOf(world),
  kept: { readings: new Map(kept.readings), answers: new Map(kept.answers) },
  latest,
});

/** The ports onto a world; at and after its crash no call succeeds. */
export function tenantPortsOf(tenant: TenantWorld, readTenant: TenantRunPorts['readTenant']): TenantRunPorts {
  const { world } = tenant;
  const step = stepIn(world);
  const { table, outbox, lease, putMetrics, publishEvents, publishDigest } = portsOf(world);
  return {
    ...{ table, outbox, lease, putMetrics, publishEvents, publishDigest, readTenant },
    latest: {
      readLatestRun: () => step('read-latest', () => tenant.latest),
      putLatestRun: (_, asOf) =>
        step('put-latest', () => {
          tenant.latest = asOf;
        }),
    },
    answers: memoryKeptAnswers(tenant.kept, step),
  };
}
