import type { Verdicts } from '../domain/reconcile/plan-history.ts';
import { type JudgementPlan, planCorrections, planJudgement } from '../domain/reconcile/plan-judgement.ts';
import type { StoredAccount } from '../domain/table/stored-account.ts';
import type { LastSeenTable } from '../infra/ports/last-seen-table.ts';
import { applyWrites } from './apply-writes.ts';

/** The parts of the table that a run writes to. */
export type JudgementTable = Pick<LastSeenTable, 'apply' | 'replaceHistory'>;

/** What a run wrote. */
export interface Written {
  /** Requests to the table. */
  readonly writes: number;
  /** The changes that it recorded, one a user. */
  readonly changes: number;
}

/**
 * Writes the changes, then the verdicts; a run that begins the history says so last. If another run recorded changes
 * since `stored` was read, this one makes the plan `otherwise`, which records none.
 */
export async function writeJudgement(
  { accountId, history }: Pick<StoredAccount, 'accountId' | 'history'>,
  plan: JudgementPlan,
  otherwise: () => JudgementPlan,
  table: JudgementTable,
): Promise<Written> {
  const { claim } = plan;
  const isOurs = claim === undefined || (await table.replaceHistory(accountId, history, claim));
  const { records, verdicts, begin } = isOurs ? plan : otherwise();
  const written = (await applyWrites(records, table)) + (await applyWrites(verdicts, table));
  if (begin !== undefined) await table.replaceHistory(accountId, undefined, begin);
  const writes = written + (claim === undefined ? 0 : 1) + (begin === undefined ? 0 : 1);
  return { writes, changes: records.filter(({ kind }) => kind === 'change').length };
}

/** Hears how many writes come. */
type OnPlan = (writes: number) => void;

/** Writes the verdicts of a run that judged every user, and what changed. */
export function writeVerdicts(
  verdicts: Verdicts | undefined,
  mayRecord: boolean,
  table: JudgementTable,
  onPlan?: OnPlan,
): Promise<Written> {
  return write(planJudgement, verdicts, mayRecord, table, onPlan);
}

/** Writes verdicts that logs alone corrected, and what changed; undefined: nothing was wrong. */
export function writeCorrections(
  verdicts: Verdicts | undefined,
  mayRecord: boolean,
  table: JudgementTable,
  onPlan?: OnPlan,
): Promise<Written> {
  return write(planCorrections, verdicts, mayRecord, table, onPlan);
}

async function write(
  planOf: typeof planJudgement,
  verdicts: Verdicts | undefined,
  mayRecord: boolean,
  table: JudgementTable,
  onPlan: OnPlan = () => {},
): Promise<Written> {
  if (verdicts === undefined) return { writes: 0, changes: 0 };
  const plan = planOf(verdicts, mayRecord);
  onPlan(plan.records.length + plan.verdicts.length);
  return writeJudgement(verdicts.stored, plan, () => planOf(verdicts, false), table);
}
