import type { IamUser } from '../inventory/iam-user.ts';

/** What a provider without paths, groups and SSH keys says of a user. */
type ProviderUser = Pick<
  IamUser,
  'accountId' | 'userId' | 'userName' | 'arn' | 'createdAt' | 'credentials' | 'gaps' | 'remarks'
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
