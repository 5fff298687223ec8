import { shortHash } from '../../../../domain/approvals/step-terms.ts';
import type { LifecyclePlan } from '../../../../domain/lifecycle/plan.ts';
import type { StepReport } from '../../../lifecycle/apply-plan.ts';
import { type Column, renderTable } from '../../render/table.ts';
import type { Terminal } from '../../terminal.ts';

/** A plan that was applied, or tried. */
export interface Applied {
  readonly plan: LifecyclePlan;
  readonly isMeant: boolean;
  readonly steps: readonly StepReport[];
  /** Hashes of a merged file that no step of the plan has. */
  readonly unknown: readonly string[];
}

/** The documented JSON of `apply`. */
export function appliedReport({ plan, isMeant, steps, unknown }: Applied) {
  return {
    accountId: plan.accountId,
    plan: plan.hash,
    dryRun: !isMeant,
    steps: steps.map(({ step: { act, userId, userName, reason }, result, why }) => {
      return { act, userId, userName, reason, result, why: why ?? null };
    }),
    unknownSteps: unknown,
  };
}

type AppliedReport = ReturnType<typeof appliedReport>;

const columns: readonly Column[] = [
  { title: 'RESULT' },
  { title: 'ACT' },
  { title: 'USER', least: 12, overflow: 'middle' },
  { title: 'WHY', least: 20, overflow: 'wrap' },
];

/** What came of each step, then what to do next. */
export function renderApplied(
  { accountId, plan, dryRun, steps, unknownSteps }: AppliedReport,
  terminal: Terminal,
): string {
  const rows = steps.map(({ result, act, userName, reason, why }) => [result, act, userName, why ?? reason]);
  const lines = [
    terminal.colors.bold(`account ${accountId}, plan ${plan.slice(0, 12)}: ${countsOf(steps)}`),
    ...(rows.length === 0 ? [] : ['', ...renderTable(columns, rows, terminal)]),
    ...unknownLines(unknownSteps),
    '',
    dryRun ? 'nothing was changed; --yes does it' : afterwards(steps),
  ];
  return `${lines.join('\n')}\n`;
}

function afterwards(steps: AppliedReport['steps']): string {
  const undo = 'lastseen undo USER --reason takes a quarantine away';
  return steps.some(({ act, result }) => act === 'delete' && result === 'done')
    ? `${undo}; nothing brings a deleted user back`
    : undo;
}

function unknownLines(unknownSteps: readonly string[]): string[] {
  if (unknownSteps.length === 0) return [];
  const why = 'no step of this plan has it: it was done, something changed, or the caps take others first';
  return ['', ...unknownSteps.map((hash) => `${shortHash(hash)}  ${why}`)];
}

function countsOf(steps: AppliedReport['steps']): string {
  const counts = (['would', 'done', 'dropped', 'failed'] as const).flatMap((result) => {
    const count = steps.filter((step) => step.result === result).length;
    return count === 0 ? [] : [`${count} ${result === 'would' ? 'would be done' : result}`];
  });
  return counts.length === 0 ? 'no steps' : counts.join(', ');
}
