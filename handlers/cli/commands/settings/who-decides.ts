import { userInfo } from 'node:os';
import { STSClient } from '@aws-sdk/client-sts';
import { caller } from '../../../../infra/aws/caller-account.ts';
import { useProfile } from '../../../aws-profile.ts';
import { homeRegion, refuse } from '../../live-session.ts';
import type { TableOptions } from '../../open-table.ts';

/**
 * In whose name settings are changed: the ARN of the credentials that write to AWS, else the user of this machine.
 * Throws InputError, LiveFailure.
 */
export async function whoDecides({
  table,
  endpoint,
  profile,
}: TableOptions & { readonly profile?: string }): Promise<string> {
  if (table === undefined || endpoint !== undefined) return userOfMachine();
  if (profile !== undefined) await useProfile(profile);
  const sts = new STSClient({ region: await homeRegion(profile) });
  const { arn } = await caller(sts)
    .catch(refuse)
    .finally(() => sts.destroy());
  return arn;
}

/** A container may run as a number that no user has. */
function userOfMachine(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
