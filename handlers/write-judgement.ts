import type { Verdicts } from '../domain/reconcile/plan-history.ts';
import { type JudgementPlan, planCorrections, planJudgement } from '../domain/reconcile/plan-judgement.ts';
import type { StoredAccount } from '../domain/table/stored-account.ts';
import type { LastSeenTable } from '../infra/ports/last-seen-table.ts';
import { applyWrites } from './apply-writes.ts';

/** The parts of the table that a run writes to. */
export type JudgementTable = Pick<LastSeenTable, 'apply' | 'replaceHistory'>;

/**
 * Writes the changes, then the verdicts; a run that begins the history says so last. If another run recorded changes
 * since `stored` was read, this one makes the plan `otherwise`, which records none. Returns how many requests that took.
 */
export async function writeJudgement(
  { accountId, history }: Pick<StoredAccount, 'accountId' | 'history'>,
  plan: JudgementPlan,
  otherwise: () => JudgementPlan,
  table: JudgementTable,
): Promise<number> {
  const { claim } = plan;
  const isOurs = claim === undefined || (await table.replaceHistory(accountId, history, claim));
  const { records, verdicts, begin } = isOurs ? plan : otherwise();
  const written = (await applyWrites(records, table)) + (await applyWrites(verdicts, table));
  if (begin !== undefined) await table.replaceHistory(accountId, undefined, begin);
  return written + (claim === undefined ? 0 : 1) + (begin === undefined ? 0 : 1);
}

/** Writes the verdicts of a run that judged every user, and what changed. */
export function writeVerdicts(
  verdicts: Verdicts | undefined,
  mayRecord: boolean,
  table: JudgementTable,
): Promise<number> {
  return write(verdicts, planJudgement, mayRecord, table);
}

/** Writes verdicts that logs alone corrected, and what changed; undefined: nothing was wrong. */
export function writeCorrections(
  verdicts: Verdicts | undefined,
  mayRecord: boolean,
  table: JudgementTable,
): Promise<number> {
  return write(verdicts, planCorrections, mayRecord, table);
}

async function write(
  verdicts: Verdicts | undefined,
  plan: typeof planJudgement,
  mayRecord: boolean,
  table: JudgementTable,
): Promise<number> {
  if (verdicts === undefined) return 0;
  return writeJudgement(verdicts.stored, plan(verdicts, mayRecord), () => plan(verdicts, false), table);
}
