import type { NamedStep } from '../../../../../domain/approvals/approval-request.ts';
import { shortHash } from '../../../../../domain/approvals/step-terms.ts';
import type { AccountId } from '../../../../../domain/ids.ts';
import type { ApprovedStep } from '../../../../lifecycle/approvals/answer-approval.ts';
import { type Column, renderTable } from '../../../render/table.ts';
import type { Terminal } from '../../../terminal.ts';

/** What was approved, or would be. */
export interface Approving {
  readonly accountId: AccountId;
  readonly isMeant: boolean;
  /** ARN of the approver; undefined where only the function knows it. */
  readonly by: string | undefined;
  readonly steps: readonly NamedStep[];
  readonly approved: readonly ApprovedStep[];
}

/** What `approve` answers; handlers/cli/README.md documents the fields. Do not rename them. */
export function approveReport({ accountId, isMeant, by, steps, approved }: Approving) {
  return {
    accountId,
    dryRun: !isMeant,
    by: by ?? null,
    steps: steps.map(({ hash: step, act, userId, userName }) => {
      return { step, act, userId, userName, until: approved.find((each) => each.step === step)?.until ?? null };
    }),
  };
}

type ApproveReport = ReturnType<typeof approveReport>;

const columns: readonly Column[] = [
  { title: 'STEP' },
  { title: 'ACT' },
  { title: 'USER', least: 12, overflow: 'middle' },
  { title: 'HOLDS UNTIL', drop: 1 },
];

/** The same for people. */
export function renderApproved({ accountId, dryRun, by, steps }: ApproveReport, terminal: Terminal): string {
  const rows = steps.map(({ step, act, userName, until }) => [shortHash(step), act, userName, until ?? '-']);
  const many = `${steps.length} step${steps.length === 1 ? '' : 's'}`;
  const lines = [
    terminal.colors.bold(`account ${accountId}: ${dryRun ? `${many} would be approved` : `${many} approved`}`),
    '',
    ...renderTable(columns, rows, terminal),
    '',
    dryRun ? 'nothing was written; --yes does it' : `approved${by === null ? '' : ` by ${by}`}; the next plan has it`,
  ];
  return `${lines.join('\n')}\n`;
}
