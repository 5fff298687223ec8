import type { Instant } from '../../../domain/time.ts';
import type { TenantRunPorts } from '../../../handlers/tenants/tenant-run-ports.ts';
import { inventoryOf } from '../../handlers/reconcile/reconcile-scenario.ts';
import { branchOf, portsOf, stepIn, type World, worldOf } from '../reconcile-world.ts';

/** Everything outside of a daily run over a tenant, in memory, but for the tenant itself. */
export interface TenantWorld {
  readonly world: World;
  readonly answers: Map<string, Uint8Array>;
  startedAt: Instant | undefined;
  latest: Instant | undefined;
}

export const tenantWorld = (): TenantWorld => ({
  world: worldOf(inventoryOf([])),
  answers: new Map(),
  startedAt: undefined,
  latest: undefined,
});

/** A world of its own that begins as this one is now. */
export const branchOfTenant = ({ world, answers, ...rest }: TenantWorld): TenantWorld => ({
  world: branchOf(world),
  answers: new Map(answers),
  ...rest,
});

/** The ports onto a world; at and after its crash no call succeeds. */
export function tenantPortsOf(tenant: TenantWorld, readTenant: TenantRunPorts['readTenant']): TenantRunPorts {
  const { world } = tenant;
  const step = stepIn(world);
  const { table, outbox, lease, putMetrics, publishEvents, publishDigest } = portsOf(world);
  const forget = () => step('forget-answers', () => tenant.answers.clear());
  return {
    ...{ table, outbox, lease, putMetrics, publishEvents, publishDigest, readTenant },
    latest: {
      readLatestRun: () => step('read-latest', () => tenant.latest),
      putLatestRun: (_, asOf) =>
        step('put-latest', () => {
          tenant.latest = asOf;
        }),
    },
    answers: {
      unfinished: () => step('read-unfinished', () => tenant.startedAt),
      find: (_, key) => step('find-answer', () => tenant.answers.get(key)),
      begin: async (_, startedAt) => {
        await forget();
        await step('begin-reading', () => {
          tenant.startedAt = startedAt;
        });
      },
      keep: (_, key, answer) => step('keep-answer', () => void tenant.answers.set(key, answer)),
      forget,
      end: async () => {
        await step('end-reading', () => {
          tenant.startedAt = undefined;
        });
        await forget();
      },
    },
  };
}
