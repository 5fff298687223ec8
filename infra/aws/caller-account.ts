import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { type AccountId, parseAccountId } from '../../domain/ids.ts';

/**
 * The account of the present credentials; no policy can deny this call. Throws where there are none, or STS does not
 * answer.
 */
export async function callerAccount(client: STSClient): Promise<AccountId> {
  const { Account } = await client.send(new GetCallerIdentityCommand({}));
  const accountId = parseAccountId(Account);
  if (accountId === undefined) throw new Error('STS does not tell the account');
  return accountId;
}
