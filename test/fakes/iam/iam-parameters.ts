/**
 * What each read of IAM takes, in the query protocol. A real server ignores what it does not know; this one refuses it,
 * so that a misspelt filter is found. Source: `@aws-sdk/client-iam` 3.1169, the request types.
 */
const paged = ['MaxItems', 'Marker'];
const parameters: Readonly<Record<string, readonly string[]>> = {
  GenerateCredentialReport: [],
  GetCredentialReport: [],
  GetAccountAuthorizationDetails: ['Filter.member.1', ...paged],
  ListUsers: paged,
  ListServiceSpecificCredentials: ['UserName', 'ServiceName', 'AllUsers', ...paged],
  ListSSHPublicKeys: ['UserName', ...paged],
  ListAccessKeys: ['UserName', ...paged],
  GetUser: ['UserName'],
  GenerateServiceLastAccessedDetails: ['Arn', 'Granularity'],
  GetServiceLastAccessedDetails: ['JobId', ...paged],
  GetAccessKeyLastUsed: ['AccessKeyId'],
};

/** The parameters that the action does not take. */
export function unknownParameters(action: string, asked: URLSearchParams): string[] {
  const known = new Set(['Action', 'Version', ...(parameters[action] ?? [])]);
  return [...asked.keys()].filter((name) => !known.has(name));
}

/** A service-specific credential as IAM lists it: each field of the SDK's type that is not optional, and its alias. */
export interface ListedServiceCredential {
  readonly userName: string;
  readonly service: string;
  readonly id: string;
  readonly createdAt: string;
  readonly status?: string;
  readonly expiresAt?: string;
}

/** Bedrock and CloudWatch Logs give a key with an alias that may expire, the others a name and a password. */
export function serviceCredentialFields(credential: ListedServiceCredential): [string, string][] {
  const { userName, service, id, createdAt, status = 'Active', expiresAt } = credential;
  const isKey = service.startsWith('bedrock.') || service.startsWith('logs.');
  return [
    ['UserName', userName],
    ['Status', status],
    isKey ? ['ServiceCredentialAlias', `${userName}+1`] : ['ServiceUserName', `${userName}-at-123456789012`],
    ['CreateDate', createdAt],
    ...(isKey && expiresAt !== undefined ? [['ExpirationDate', expiresAt] as [string, string]] : []),
    ['ServiceSpecificCredentialId', id],
    ['ServiceName', service],
  ];
}

/** The services that have them. IAM answers `NotSupportedService` about any other. */
export const credentialServices: readonly string[] = [
  'bedrock.amazonaws.com',
  'codecommit.amazonaws.com',
  'cassandra.amazonaws.com',
  'logs.amazonaws.com',
];
