import type { AccountId, UserId } from '../ids.ts';
import type { IamUser } from '../inventory/iam-user.ts';

/** What a provider without paths, groups and SSH keys says of a user. */
type ProviderUser = Pick<
  IamUser,
  'accountId' | 'userId' | 'userName' | 'arn' | 'createdAt' | 'existsSince' | 'credentials' | 'gaps' | 'remarks'
>;

/** A user of another provider than IAM, as every verdict takes it. */
export const providerUser = (user: ProviderUser): IamUser => ({
  ...user,
  path: '/',
  tags: [],
  groups: [],
  sshKeysListed: true,
  passwordLastUsed: undefined,
  mfaActive: undefined,
});

/** Who a person is, by its provider's list. */
interface ListedName extends Pick<IamUser, 'userName' | 'createdAt'> {
  readonly objectId: UserId;
}

/** A person of a tenant or a customer, as every verdict takes it. Other providers' ids may be equal: the key tells. */
export const personUser = (
  provider: 'entra' | 'google',
  accountId: AccountId,
  { objectId: userId, userName, createdAt }: ListedName,
  judged: Pick<IamUser, 'credentials' | 'gaps' | 'remarks'>,
): IamUser =>
  providerUser({ accountId, userId, userName, createdAt, arn: `${provider}:${accountId}/${userId}`, ...judged });
