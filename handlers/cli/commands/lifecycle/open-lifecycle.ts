import { notJudgedWords } from '../../../../domain/accounts/account-terms.ts';
import { gatherAccountAccess } from '../../../../infra/aws/iam/iam-account-access.ts';
import { readUsers } from '../../../../infra/aws/iam/iam-user-access.ts';
import { readTerms } from '../../../accounts/read-terms.ts';
import { InputError } from '../../../input-error.ts';
import { type ApprovalPorts, approvalPorts } from '../../../lifecycle/approvals/approval-ports.ts';
import type { PlanPorts } from '../../../lifecycle/lifecycle-ports.ts';
import {
  type GatheredLifecycle,
  gatherLifecycle,
  type MadePlan,
  makePlan,
  type PlanRequest,
} from '../../../lifecycle/make-plan.ts';
import { type LiveSession, openLiveSession } from '../../live-session.ts';
import { type OpenTable, openTable } from '../../open-table.ts';
import { withPatience } from '../../progress/patience.ts';
import { type LifecycleOptions, lifecycleRequestOf } from './lifecycle-options.ts';

/** The account and its table, open for as long as a command works with them. */
export interface OpenLifecycle {
  readonly session: LiveSession;
  readonly table: OpenTable;
  readonly request: PlanRequest;
}

/**
 * Opens the account of the credentials and the table of earlier scans, by the account's own settings. Throws
 * InputError, LiveFailure.
 */
export async function withLifecycle<T>(
  options: LifecycleOptions,
  work: (open: OpenLifecycle) => Promise<T>,
): Promise<T> {
  const wanted = lifecycleRequestOf(options);
  const session = await openLiveSession(options);
  try {
    const { accountId, arn: plannedBy, chosen } = session;
    const table = await openTable(options, 'existing');
    try {
      const terms = await readTerms(accountId, wanted, table);
      if (terms.kind !== 'judged') throw new InputError(notJudgedWords(accountId, terms));
      const { question, exemptions } = terms;
      const request = { settings: wanted.settings, exemptions, accountId, plannedBy };
      return await work({
        session,
        table,
        request: { ...request, question: { ...question, regions: chosen.enabled } },
      });
    } finally {
      await table.close();
    }
  } finally {
    session.close();
  }
}

/** What the facts of this moment are read from. */
function portsOf({ session, table }: OpenLifecycle, approvals = approvalPorts(table)): PlanPorts {
  const { iam, gatherInventory, sshKeys, accessKeys } = session;
  return {
    table,
    ...approvals,
    gatherInventory,
    sshKeys,
    accessKeys,
    beforeKeys: () => {},
    accountAccess: () => gatherAccountAccess(iam),
    userAccess: (users) => readUsers(iam, users),
  };
}

/** The facts of this moment about every user. */
export const gatherNow = (open: OpenLifecycle, options: LifecycleOptions): Promise<GatheredLifecycle> =>
  withPatience(options, 'asking IAM', () => gatherLifecycle(open.request, portsOf(open)));

/** The plan of this moment. Approvals are those of the table, unless others are given. */
export const planNow = (open: OpenLifecycle, options: LifecycleOptions, approvals?: ApprovalPorts): Promise<MadePlan> =>
  withPatience(options, 'asking IAM', () => makePlan(open.request, portsOf(open, approvals)));
