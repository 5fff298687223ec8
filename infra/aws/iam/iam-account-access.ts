import { GetAccountAuthorizationDetailsCommand, type IAMClient } from '@aws-sdk/client-iam';
import { type Answer, answered, failed, unusable } from '../../../domain/answer.ts';
import { type AccountAccess, readAccountAccess } from '../../../domain/lifecycle/account-access.ts';
import { readPages } from '../iam-pages.ts';

const action = 'iam:GetAccountAuthorizationDetails';

/** What every user may do, by its own policies and those of its groups. One page is for 1,000 users or policies. */
export async function gatherAccountAccess(client: IAMClient): Promise<Answer<AccountAccess>> {
  const { pages, failure } = await readPages((Marker) =>
    client.send(
      new GetAccountAuthorizationDetailsCommand({
        Filter: ['User', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'],
        MaxItems: 1000,
        Marker,
      }),
    ),
  );
  if (failure !== undefined) return failed(failure, action);
  const access = readAccountAccess(JSON.parse(JSON.stringify(pages)) as unknown[]);
  return access === undefined ? failed(unusable('the answer has no users in it'), action) : answered(access);
}
