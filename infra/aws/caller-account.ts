import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { type AccountId, parseAccountId } from '../../domain/ids.ts';

/**
 * The account of the current credentials. No policy can deny this request. Throws where there are no credentials, or
 * STS cannot be reached.
 */
export async function callerAccount(client: STSClient): Promise<AccountId> {
  const { Account } = await client.send(new GetCallerIdentityCommand({}));
  const accountId = parseAccountId(Account);
  if (accountId === undefined) throw new Error('the answer of STS has no account');
  return accountId;
}
