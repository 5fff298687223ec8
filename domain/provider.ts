/** The identity providers. The form of an account's id tells which one it is of. */

import {
  type AccountId,
  parseAccountId,
  parseObjectId,
  parseProjectId,
  parseServiceAccountId,
  parseTenantId,
  parseUserId,
  type UserId,
} from './ids.ts';

/** AWS IAM, Microsoft Entra ID, or the service accounts of Google Cloud. */
export type Provider = 'aws' | 'entra' | 'gcp';

/** Reads the id of an account of any provider, as the table and the command line have it. */
export const parseAnyAccountId = (value: unknown): AccountId | undefined =>
  parseAccountId(value) ?? parseTenantId(value) ?? parseProjectId(value);

/** Reads the id of a user of any provider, as the table and the command line have it. */
export const parseAnyUserId = (value: unknown): UserId | undefined =>
  parseUserId(value) ?? parseObjectId(value) ?? parseServiceAccountId(value);

/** The provider of an account. */
export function providerOf(accountId: AccountId): Provider {
  if (parseTenantId(accountId) !== undefined) return 'entra';
  return parseProjectId(accountId) === undefined ? 'aws' : 'gcp';
}

/** Where the sightings of a provider's accounts come from. */
export type SightingSource = 'cloudtrail' | 'entra-sign-in-log' | 'gcp-last-authentication';

/** The words of a provider, wherever an answer names it. */
export interface ProviderWords {
  /** The provider itself, as the subject of a sentence. */
  readonly name: string;
  /** The log from which the sightings come. */
  readonly log: string;
  /** The name of that log as a source of evidence. */
  readonly sightings: SightingSource;
}

const words: { readonly [provider in Provider]: ProviderWords } = {
  aws: { name: 'IAM', log: 'CloudTrail', sightings: 'cloudtrail' },
  entra: { name: 'Entra ID', log: 'the sign-in log', sightings: 'entra-sign-in-log' },
  gcp: { name: 'Google Cloud', log: 'Cloud Audit Logs', sightings: 'gcp-last-authentication' },
};

/** The words of an account's provider. */
export const wordsOf = (accountId: AccountId): ProviderWords => words[providerOf(accountId)];

/** Whether a source of evidence is the log from which a provider's sightings come. */
export const isSightingSource = (source: string): source is SightingSource =>
  Object.values(words).some(({ sightings }) => sightings === source);
