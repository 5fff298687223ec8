/** A plan as commands of the AWS CLI, for people who let no tool act. */

import { plainText } from '../../plain-text.ts';
import { shellWord } from '../../shell-word.ts';
import type { DeleteCall } from '../deletion/delete-call.ts';
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
  const changing = steps.filter(({ calls, deletes = [] }) => calls.length + deletes.length > 0);
  const body = changing.flatMap((step) => ['', ...linesOf(step)]);
  return `${[...head, ...(body.length > 0 ? body : ['', '# Nothing changes in IAM today.'])].join('\n')}\n`;
}

function linesOf({ act, userName, userId, reason, calls, undo, deletes = [] }: Step): string[] {
  return [
    `# ${plainText(`${act} ${userName} (${userId}): ${reason}`)}`,
    ...(deletes.length > 0 ? deletionWarning(userId, userName) : []),
    ...[...calls, ...deletes].map(cliCommand),
    ...(undo.length > 0 ? ['# To undo it:', ...undo.map((call) => `#   ${cliCommand(call)}`)] : []),
  ];
}

/** The name may be another user's by the time the commands run: the first one looks, and ends the script. */
const deletionWarning = (userId: string, userName: string): string[] => [
  '# Nothing brings a user back, nor its keys and passwords. Lastseen keeps no copy of what these commands delete.',
  `test "$(aws iam get-user --user-name ${shellWord(userName)} --query User.UserId --output text)" = ${userId}`,
];

/** The call as a command of the AWS CLI. */
function cliCommand(call: IamCall | DeleteCall): string {
  if (call.action === 'DeleteVirtualMFADevice') {
    return `aws iam delete-virtual-mfa-device --serial-number ${shellWord(call.serialNumber)}`;
  }
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
      return `aws iam ${deleteCommands[call.action]} ${user}${parameterWords(call)}`;
  }
}

type DeletedAlone = Exclude<DeleteCall, { readonly action: 'DetachUserPolicy' | 'DeleteVirtualMFADevice' }>;

const deleteCommands: Readonly<Record<DeletedAlone['action'], string>> = {
  DeleteLoginProfile: 'delete-login-profile',
  DeleteAccessKey: 'delete-access-key',
  DeleteServiceSpecificCredential: 'delete-service-specific-credential',
  DeleteSSHPublicKey: 'delete-ssh-public-key',
  DeleteSigningCertificate: 'delete-signing-certificate',
  DeactivateMFADevice: 'deactivate-mfa-device',
  RemoveUserFromGroup: 'remove-user-from-group',
  DeleteUserPolicy: 'delete-user-policy',
  DeleteUser: 'delete-user',
};

function parameterWords(call: DeletedAlone): string {
  switch (call.action) {
    case 'DeleteLoginProfile':
    case 'DeleteUser':
      return '';
    case 'DeleteAccessKey':
      return ` --access-key-id ${shellWord(call.accessKeyId)}`;
    case 'DeleteServiceSpecificCredential':
      return ` --service-specific-credential-id ${shellWord(call.credentialId)}`;
    case 'DeleteSSHPublicKey':
      return ` --ssh-public-key-id ${shellWord(call.keyId)}`;
    case 'DeleteSigningCertificate':
      return ` --certificate-id ${shellWord(call.certificateId)}`;
    case 'DeactivateMFADevice':
      return ` --serial-number ${shellWord(call.serialNumber)}`;
    case 'RemoveUserFromGroup':
      return ` --group-name ${shellWord(call.groupName)}`;
    case 'DeleteUserPolicy':
      return ` --policy-name ${shellWord(call.policyName)}`;
    default:
      return call satisfies never;
  }
}
