/** Takes the lines of a merged file as approvals. */

import { type Approval, approvalEnd } from '../../../domain/approvals/approval.ts';
import type { StoredApproval } from '../../../domain/approvals/standing-approval.ts';
import type { MergedStep } from '../../../domain/approvals/steps-file.ts';
import type { Instant } from '../../../domain/time.ts';
import type { ApprovalPorts } from './approval-ports.ts';

/** A file of steps that was merged. Its reviewers are the approvers, and the repository knows who they are. */
export interface MergedFile {
  readonly steps: readonly MergedStep[];
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
  readonly reason: string;
  readonly readAt: Instant;
}

/** The same approvals, and one of the file for each of its steps, with what the file acknowledges of it. */
export function withMergedFile(ports: ApprovalPorts, file: MergedFile): ApprovalPorts {
  const merged = (hash: string): StoredApproval[] =>
    file.steps
      .filter((step) => step.hash === hash)
      .map((step) => ({ kind: 'approval', approval: approvalBy(file, step) }));
  return {
    approvals: async (accountId) => {
      const stored = await ports.approvals(accountId);
      const steps = new Set([...stored.keys(), ...file.steps.map(({ hash }) => hash)]);
      return new Map([...steps].map((step) => [step, [...(stored.get(step) ?? []), ...merged(step)]]));
    },
    approvalsOf: async (accountId, step) => [...(await ports.approvalsOf(accountId, step)), ...merged(step)],
  };
}

function approvalBy({ sha256, reason, readAt }: MergedFile, { hash: step, acknowledged }: MergedStep): Approval {
  const by = `sha256:${sha256}`;
  return { step, by, how: 'merged-file', at: readAt, until: approvalEnd(readAt), reason, acknowledged };
}
