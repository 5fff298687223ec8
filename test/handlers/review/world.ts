import { join } from 'node:path';
import type { LifecycleWrite } from '../../../domain/lifecycle/lifecycle-write.ts';
import type { LifecycleFacts } from '../../../domain/lifecycle/plan-lifecycle.ts';
import type { CampaignWrite } from '../../../domain/review/stored-campaign.ts';
import type { Instant } from '../../../domain/time.ts';
import type { ReviewPorts } from '../../../handlers/review/review-ports.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { account, now } from '../../domain/builders.ts';
import { factsOf, person, requestOf, run } from '../../domain/lifecycle/world.ts';
import { arnOf } from '../../domain/review/world.ts';

/** The people of the account: 1 to 3 are unused, 4 to 20 are not. Each has a team as owner. */
export const people = Array.from({ length: 20 }, (_, index) => person(index + 1, index < 3 ? 200 : 1));

export const request = requestOf({ fallbackOwner: 'frieda' });

/** Everything that IAM and the table say at that time. */
export function gathered(at: Instant): { readonly facts: LifecycleFacts; readonly missing: readonly string[] } {
  return {
    facts: factsOf(people, { question: { now: at, thresholdDays: 90 }, run: { ...run, asOf: at } }),
    missing: [],
  };
}

export const terms = {
  scope: 'unused',
  until: '2026-12-31',
  unanswered: 'lifecycle',
  startedBy: arnOf('sam'),
} as const;

type Table = Awaited<ReturnType<typeof openEmbeddedTable>>;

/** The way of a write: it may throw before or after it. */
export type Around = (write: () => Promise<boolean>) => Promise<boolean>;

/** A table of its own on disk. */
export const openTable = (dir: string, name: string): Promise<Table> => openEmbeddedTable(join(dir, name), 'create');

/** The ports of somebody at that time. */
export function portsOf(table: Table, name: string, at = now, around: Around = (write) => write()): ReviewPorts {
  return {
    accountId: account(),
    by: arnOf(name),
    clock: () => at,
    table: {
      ...table,
      writeCampaign: (accountId, write: CampaignWrite) => around(() => table.writeCampaign(accountId, write)),
      writeLifecycle: (accountId, write: LifecycleWrite) => around(() => table.writeLifecycle(accountId, write)),
    },
  };
}
