import { gatherAccountAccess } from '../../../../infra/aws/iam/iam-account-access.ts';
import { readUsers } from '../../../../infra/aws/iam/iam-user-access.ts';
import { type MadePlan, makePlan, type PlanRequest } from '../../../lifecycle/make-plan.ts';
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

/** Opens the account of the credentials and the table of earlier scans. Throws InputError, LiveFailure. */
export async function withLifecycle<T>(
  options: LifecycleOptions,
  work: (open: OpenLifecycle) => Promise<T>,
): Promise<T> {
  const wanted = lifecycleRequestOf(options);
  const session = await openLiveSession(options);
  try {
    const { accountId, chosen } = session;
    const request = { ...wanted, accountId, question: { ...wanted.question, regions: chosen.enabled } };
    const table = await openTable(options, 'existing');
    return await work({ session, table, request }).finally(() => table.close());
  } finally {
    session.close();
  }
}

/** The plan of this moment. */
export function planNow({ session, table, request }: OpenLifecycle, options: LifecycleOptions): Promise<MadePlan> {
  const { iam, gatherInventory, sshKeys, accessKeys } = session;
  const ports = {
    table,
    gatherInventory,
    sshKeys,
    accessKeys,
    beforeKeys: () => {},
    accountAccess: () => gatherAccountAccess(iam),
    userAccess: (users: Parameters<typeof readUsers>[1]) => readUsers(iam, users),
  };
  return withPatience(options, 'asking IAM', () => makePlan(request, ports));
}
