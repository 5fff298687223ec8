import { type ApprovalRequest, readApprovalRequest } from '../../../../../domain/approvals/approval-request.ts';
import { isSameData } from '../../../../../domain/same-data.ts';
import { clockTime } from '../../../../clock.ts';
import { InputError } from '../../../../input-error.ts';
import { giveApprovals, wouldApprove } from '../../../../lifecycle/approvals/give-approvals.ts';
import { exitCodes } from '../../../exit-codes.ts';
import { openOutput } from '../../../output.ts';
import type { ProgramContext } from '../../../program-context.ts';
import { printableJson } from '../../../render/printable-json.ts';
import { type LifecycleOptions, lifecycleRequestOf } from '../lifecycle-options.ts';
import { asCaller } from '../open-caller.ts';
import { neededReason, type WordOptions } from '../word-options.ts';
import { type Approving, approveReport, renderApproved } from './render-approve.ts';
import { functionUrl, sendApproval } from './send-approval.ts';
import { stepsToApprove, type ToApprove } from './steps-to-approve.ts';

export interface ApproveOptions extends LifecycleOptions, Pick<WordOptions, 'reason'> {
  readonly acknowledge?: readonly string[];
  readonly url?: string;
  readonly yes?: boolean;
}

/** Approves steps of a plan, or says which that would be, and sets the exit code. */
export async function runApprove(
  what: string,
  users: readonly string[],
  options: ApproveOptions,
  context: ProgramContext,
): Promise<void> {
  const output = await openOutput(options, { command: 'approve', formats: ['table', 'json'] });
  const reason = neededReason(options);
  const url = options.url === undefined ? undefined : functionUrl(options.url);
  const chosen = await stepsToApprove(what, users, options);
  const request = requestOf({ steps: chosen.steps, reason, acknowledged: options.acknowledge ?? [] });
  const approving =
    url === undefined ? await byTable(what, chosen, request, options) : await byUrl(url, chosen, request, options);
  const report = approveReport(approving);
  const isJson = output.format === 'json';
  await output.write(isJson ? `${printableJson(report, 2)}\n` : renderApproved(report, output.terminal));
  context.setExitCode(exitCodes.done);
}

function requestOf(given: object): ApprovalRequest {
  const read = readApprovalRequest(given);
  if (read.kind === 'ok') return read.value;
  throw new InputError(read.problems.map(({ field, todo }) => `${optionOf[field] ?? field}: ${todo}`).join('\n'));
}

const optionOf: Readonly<Record<string, string>> = { acknowledged: '--acknowledge', reason: '--reason' };

async function byUrl(
  url: URL,
  { plan, steps }: ToApprove,
  request: ApprovalRequest,
  { yes = false, profile }: ApproveOptions,
) {
  const approved = yes ? await sendApproval(url, request, profile) : [];
  return { accountId: plan.accountId, isMeant: yes, by: undefined, steps, approved };
}

/** Writes with the rights of the caller, in the name that STS gives. */
async function byTable(
  what: string,
  { plan, steps, isOfFile }: ToApprove,
  request: ApprovalRequest,
  given: ApproveOptions,
): Promise<Approving> {
  const { accountId, thresholdDays, settings } = plan;
  const wanted = lifecycleRequestOf(given);
  if (!isSameData(settings, wanted.settings) || thresholdDays !== wanted.question.thresholdDays) {
    throw new InputError(`${what}: it was made with other settings; plan anew`);
  }
  const { yes = false } = given;
  return asCaller(given, async (who, table) => {
    if (who.accountId !== accountId)
      throw new InputError(`${what}: it is of account ${accountId}, not ${who.accountId}`);
    const actors = isOfFile ? [plan.plannedBy] : [];
    const where = { accountId, thresholdDays, settings, approvers: settings.approvers, actors, now: clockTime() };
    const approver = { by: who.arn, ...(who.userId !== undefined && { byId: who.userId }), how: 'sts' } as const;
    const made = yes ? await giveApprovals(request, approver, where, table) : wouldApprove(request, approver, where);
    if (made.kind === 'wrong')
      throw new InputError(made.problems.map(({ field, todo }) => `${field}: ${todo}`).join('\n'));
    const approved = made.value.map(({ approval: { step, until } }) => ({ step, until }));
    return { accountId, isMeant: yes, by: who.arn, steps, approved };
  });
}
