/** The flow that keeps Security Hub's findings like the verdicts in the table. */

import pMap from 'p-map';
import { type AsffFinding, asffFinding } from '../../domain/findings/asff/asff-finding.ts';
import { importBatches } from '../../domain/findings/asff/import-batches.ts';
import { type PlannedImport, planImports } from '../../domain/findings/import-plan.ts';
import type { FindingContext } from '../../domain/findings/user-finding.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { ImportedFindings, RefusedFinding, SecurityHub } from '../../infra/ports/security-hub.ts';

export interface ImportRequest extends Omit<FindingContext, 'run'> {
  readonly accountId: AccountId;
}

/** What the flow reads and writes. */
export interface ImportPorts {
  readonly table: Pick<LastSeenTable, 'readRun' | 'readAccount'>;
  readonly imported: ImportedFindings;
  readonly hub: SecurityHub;
  /** Waits between two calls. */
  readonly pause: (ms: number) => Promise<void>;
}

/** `no-run`: nobody was judged yet. `up-to-date`: the findings of the latest run are all imported. */
export type ImportOutcome =
  | { readonly kind: 'no-run' }
  | { readonly kind: 'up-to-date'; readonly asOf: Instant }
  | {
      readonly kind: 'imported';
      readonly asOf: Instant;
      readonly opened: number;
      readonly closed: number;
      readonly refused: readonly RefusedFinding[];
    };

/** BatchImportFindings takes 10 calls a second of an account and Region. */
const callEveryMs = 100;
const writesAtOnce = 10;

/**
 * Imports what the latest run changed. What was imported is remembered batch by batch, and the run only once all of it
 * was: a flow that stops, or a finding that was refused, is tried again by the next.
 */
export async function importFindings(request: ImportRequest, ports: ImportPorts): Promise<ImportOutcome> {
  const { accountId } = request;
  const { table, imported } = ports;
  const run = await table.readRun(accountId);
  if (run === undefined) return { kind: 'no-run' };
  const { asOf } = run;
  if ((await imported.readLatestRun(accountId)) === asOf) return { kind: 'up-to-date', asOf };
  const { assessments, unreadableAssessments } = await table.readAccount(accountId);
  const facts = {
    assessments: [...assessments.values()],
    imported: await imported.read(accountId),
    areAllRead: unreadableAssessments.length === 0,
  };
  const context = { ...request, run };
  const plan = planImports(facts, context).map((one) => ({ ...one, sent: asffFinding(one.finding, context) }));
  const refused = await send(plan, accountId, ports);
  if (refused.length === 0) await imported.putLatestRun(accountId, asOf);
  const done = plan.filter(isTaken(refused));
  const closed = done.filter(({ remember }) => remember === undefined).length;
  return { kind: 'imported', asOf, opened: done.length - closed, closed, refused };
}

type Sent = PlannedImport & { readonly sent: AsffFinding };

/** Sends batch after batch and remembers what was taken. Answers what was refused. */
async function send(plan: readonly Sent[], accountId: AccountId, ports: ImportPorts): Promise<RefusedFinding[]> {
  const { imported, hub, pause } = ports;
  const all: RefusedFinding[] = [];
  for (const [index, batch] of importBatches(plan, ({ sent }) => sent).entries()) {
    if (index > 0) await pause(callEveryMs);
    const refused = await hub.importFindings(batch.map(({ sent }) => sent));
    all.push(...refused);
    const write = ({ finding, remember }: Sent) =>
      remember === undefined ? imported.remove(accountId, finding.id) : imported.put(accountId, remember);
    await pMap(batch.filter(isTaken(refused)), write, { concurrency: writesAtOnce });
  }
  return all;
}

function isTaken(refused: readonly RefusedFinding[]): (one: Sent) => boolean {
  const ids = new Set(refused.map(({ id }) => id));
  return ({ sent }) => !ids.has(sent.Id);
}
