import { setTimeout as sleep } from 'node:timers/promises';
import type { IAMClient } from '@aws-sdk/client-iam';
import { readUserAccess } from '../../../../infra/aws/iam/iam-user-access.ts';
import { nameOfUser } from '../../../../infra/aws/iam/name-of-user.ts';
import { iamWriter } from '../../../../infra/aws/iam-write/iam-writer.ts';
import packageJson from '../../../../package.json' with { type: 'json' };
import { clockTime } from '../../../clock.ts';
import { type EvidenceSettings, openActLog } from '../../../evidence/open-act-log.ts';
import type { ActingAs, ActPorts } from '../../../lifecycle/act-ports.ts';
import { approvalPorts } from '../../../lifecycle/approvals/approval-ports.ts';
import type { OpenTable } from '../../open-table.ts';
import { type NoticeOptions, noticeSender } from './notice-options.ts';

/** How owners are told, and where acts are recorded. */
export interface ActOptions extends NoticeOptions, EvidenceSettings {}

/** What acts work with, by the caller's credentials. Approvals are those of the table, unless others are given. */
export async function actPortsOf(
  iam: IAMClient,
  table: OpenTable,
  options: ActOptions,
  approvals: Pick<ActPorts, 'approvalsOf'> = approvalPorts(table),
): Promise<ActPorts> {
  return {
    table,
    ...approvals,
    iam: iamWriter(iam),
    access: (userName) => readUserAccess(iam, userName),
    nameOf: (accountId, userId) => nameOfUser(iam, accountId, userId),
    log: await openActLog(table, options),
    notices: await noticeSender(options),
    clock: clockTime,
    pause: async (ms) => void (await sleep(ms)),
  };
}

/** In the caller's name. */
export const actingAs = ({ accountId, arn }: { accountId: ActingAs['accountId']; arn: string }): ActingAs => ({
  accountId,
  actor: arn,
  software: packageJson.version,
});
