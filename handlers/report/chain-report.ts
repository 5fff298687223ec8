import type { ChainHead } from '../../domain/chain-head.ts';
import type { ActIntent, ActOutcome, ActRecord } from '../../domain/evidence/act-record.ts';

/** A chain of acts that was checked, as far as its answer shows it. */
export interface CheckedActs {
  readonly accountId: string;
  readonly acts: readonly ActRecord[];
  readonly end: ChainHead | undefined;
  readonly differences: readonly string[];
  readonly notes: readonly string[];
  /** How many calls CloudTrail confirms; absent where its log files were not asked. */
  readonly confirmed?: number;
}

/**
 * The answer of `evidence verify --chain`, as `--format json` prints it; handlers/cli/README.md documents the fields.
 * Do not rename them.
 */
export type ChainReport = ReturnType<typeof chainReport>;

export function chainReport(chains: readonly CheckedActs[]) {
  return {
    chains: chains.map(({ accountId, acts, end, differences, notes, confirmed }) => ({
      accountId,
      records: acts.length,
      head: end ?? null,
      acts: actsIn(acts),
      confirmedCalls: confirmed ?? null,
      differences,
      notes,
    })),
  };
}

/** One act: its intent with its outcome, as a row of an answer. */
export type ActReport = ReturnType<typeof actReport>;

/** The acts of a chain, in order; an outcome whose intent cannot be read is left out. */
export function actsIn(records: readonly ActRecord[]): ActReport[] {
  const outcomes = new Map(records.flatMap((each) => (each.phase === 'outcome' ? [[each.intent, each]] : [])));
  return records.flatMap((each) =>
    each.phase === 'intent' ? [actReport(each.sequence, each, outcomes.get(each.sequence))] : [],
  );
}

function actReport(sequence: number, intent: ActIntent, outcome: ActOutcome | undefined) {
  const { at, act, reason, actor, user, planHash } = intent;
  return {
    kind: 'act' as const,
    sequence,
    at,
    act,
    userId: user.userId,
    userName: user.userName,
    reason,
    actor,
    planHash: planHash ?? null,
    result: outcome?.result ?? null,
    why: outcome?.why ?? null,
    endedAt: outcome?.at ?? null,
    calls: (outcome?.calls ?? []).map(({ action, at: sentAt, requestId, outcome: ended }) => ({
      action,
      at: sentAt,
      requestId: requestId ?? null,
      outcome: ended,
    })),
  };
}
