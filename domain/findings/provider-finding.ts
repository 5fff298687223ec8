import type { AccountId } from '../ids.ts';
import { type Provider, providerOf } from '../provider.ts';

/** What formats of findings call a provider and its users. */
export interface ProviderFinding {
  /** The name of the one check that Lastseen makes of its users, in every format. */
  readonly checkId: string;
  /** What to do about an unused user, and the provider's page about it. */
  readonly remediation: { readonly text: string; readonly url: string };
  /** OCSF's types of a user and of the account. */
  readonly userType: { readonly type_id: number; readonly type: string };
  readonly accountType: { readonly type_id: number; readonly type: string };
  /** OCSF's name of the cloud; the auditors' CSV has it in lower case. */
  readonly cloud: string;
  readonly resource: string;
}

const findings: { readonly [provider in Provider]: ProviderFinding } = {
  aws: {
    checkId: 'iam-user-unused',
    remediation: {
      text: "Deactivate the user's access keys and remove its password; wait; then delete the user.",
      url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html',
    },
    userType: { type_id: 1, type: 'User' },
    accountType: { type_id: 10, type: 'AWS Account' },
    cloud: 'AWS',
    resource: 'AwsIamUser',
  },
  entra: {
    checkId: 'entra-user-unused',
    remediation: {
      text: "Block the user's sign-in; wait; then delete the user.",
      url: 'https://learn.microsoft.com/entra/identity/monitoring-health/howto-manage-inactive-user-accounts',
    },
    userType: { type_id: 1, type: 'User' },
    accountType: { type_id: 6, type: 'Azure AD Account' },
    cloud: 'Azure',
    resource: 'EntraUser',
  },
  google: {
    checkId: 'google-user-unused',
    remediation: {
      text: 'Suspend the user; wait; then transfer its data and delete it.',
      url: 'https://support.google.com/a/answer/33312',
    },
    userType: { type_id: 1, type: 'User' },
    accountType: { type_id: 15, type: 'Google Workspace' },
    cloud: 'Google',
    resource: 'GoogleWorkspaceUser',
  },
  gcp: {
    checkId: 'gcp-service-account-unused',
    remediation: {
      text: 'Disable the service account; wait; then delete it.',
      url: 'https://docs.cloud.google.com/iam/docs/service-accounts-disable-enable',
    },
    userType: { type_id: 4, type: 'Service' },
    accountType: { type_id: 11, type: 'GCP Project' },
    cloud: 'GCP',
    resource: 'GcpServiceAccount',
  },
};

/** What formats of findings call an account's provider and its users. */
export const findingOf = (accountId: AccountId): ProviderFinding => findings[providerOf(accountId)];
