import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { type AccountId, parseAccountId } from '../../domain/ids.ts';

/** Whose credentials these are. */
export interface Caller {
  readonly accountId: AccountId;
  /** ARN of the user or of the session of a role. */
  readonly arn: string;
  /** IAM's unique id of the user, or of the role with the name of the session. */
  readonly userId?: string | undefined;
}

/**
 * Whose the current credentials are. No policy can deny this request. Throws where there are no credentials, or STS
 * cannot be reached.
 */
export async function caller(client: STSClient): Promise<Caller> {
  const { Account, Arn: arn, UserId: userId } = await client.send(new GetCallerIdentityCommand({}));
  const accountId = parseAccountId(Account);
  if (accountId === undefined || arn === undefined) throw new Error('the answer of STS has no account or no ARN');
  return { accountId, arn, ...(userId !== undefined && { userId }) };
}

/** The account of the current credentials; throws as `caller` does. */
export const callerAccount = async (client: STSClient): Promise<AccountId> => (await caller(client)).accountId;
