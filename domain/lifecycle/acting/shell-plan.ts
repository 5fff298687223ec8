/** A plan as commands of the AWS CLI, for people who let no tool act. */

import { plainText } from '../../plain-text.ts';
import { shellWord } from '../../shell-word.ts';
import type { LifecyclePlan } from '../plan.ts';
import type { IamCall, Step } from '../step.ts';

/**
 * The steps that change IAM, each with its reason and the commands that take it back. Text from strangers is quoted or
 * stands in a comment of one line.
 */
export function shellPlan({ accountId, asOf, hash, stops, steps, closed }: LifecyclePlan): string {
  const head = [
    '#!/bin/sh',
    `# Plan ${hash} of account ${accountId}, made at ${asOf}. Read it, then run it within a day.`,
    ...[...stops, ...(closed === undefined ? [] : [closed])].map((why) => `# Note: ${plainText(why)}`),
    'set -eu',
  ];
  const changing = steps.filter(({ calls }) => calls.length > 0);
  const body = changing.flatMap((step) => ['', ...linesOf(step)]);
  return `${[...head, ...(body.length > 0 ? body : ['', '# Nothing changes in IAM today.'])].join('\n')}\n`;
}

function linesOf({ act, userName, userId, reason, calls, undo }: Step): string[] {
  return [
    `# ${plainText(`${act} ${userName} (${userId}): ${reason}`)}`,
    ...calls.map(cliCommand),
    ...(undo.length > 0 ? ['# To undo it:', ...undo.map((call) => `#   ${cliCommand(call)}`)] : []),
  ];
}

/** The call as a command of the AWS CLI. */
export function cliCommand(call: IamCall): string {
  const user = `--user-name ${shellWord(call.userName)}`;
  switch (call.action) {
    case 'TagUser':
      return `aws iam tag-user ${user} --tags ${shellWord(`Key=${call.key},Value=${call.value}`)}`;
    case 'UntagUser':
      return `aws iam untag-user ${user} --tag-keys ${shellWord(call.key)}`;
    case 'AttachUserPolicy':
      return `aws iam attach-user-policy ${user} --policy-arn ${shellWord(call.policyArn)}`;
    case 'DetachUserPolicy':
      return `aws iam detach-user-policy ${user} --policy-arn ${shellWord(call.policyArn)}`;
    default:
      return call satisfies never;
  }
}
