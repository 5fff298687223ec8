/** The identity providers. The form of an account's id tells which one it is of. */

import {
  type AccountId,
  parseAccountId,
  parseCustomerId,
  parseObjectId,
  parseProfileId,
  parseProjectId,
  parseTenantId,
  parseUserId,
  type UserId,
} from './ids.ts';

/** AWS IAM, Microsoft Entra ID, Google Workspace, or the service accounts of Google Cloud. */
export type Provider = 'aws' | 'entra' | 'google' | 'gcp';

/** Reads the id of an account of any provider, as the table and the command line have it. */
export const parseAnyAccountId = (value: unknown): AccountId | undefined =>
  parseAccountId(value) ?? parseTenantId(value) ?? parseCustomerId(value) ?? parseProjectId(value);

/**
 * Reads the id of a user of any provider, as the table and the command line have it. Service accounts of Google Cloud
 * have the ids of profiles.
 */
export const parseAnyUserId = (value: unknown): UserId | undefined =>
  parseUserId(value) ?? parseObjectId(value) ?? parseProfileId(value);

/** The provider of an account. */
export function providerOf(accountId: AccountId): Provider {
  if (parseTenantId(accountId) !== undefined) return 'entra';
  if (parseCustomerId(accountId) !== undefined) return 'google';
  return parseProjectId(accountId) === undefined ? 'aws' : 'gcp';
}

const logsOfGoogle = ['google-login-activity', 'google-token-activity', 'google-saml-activity'] as const;

/** The logs of a provider from which the sightings of its accounts come. */
export const sightingSources = ['cloudtrail', 'entra-sign-in-log', ...logsOfGoogle, 'gcp-last-authentication'] as const;

/** Where the sightings of a provider's accounts come from. */
export type SightingSource = (typeof sightingSources)[number];

/** The words of a provider, wherever an answer names it. */
export interface ProviderWords {
  /** The provider itself, as the subject of a sentence. */
  readonly name: string;
  /** One of its users: `IAM user`. */
  readonly user: string;
  /** The log from which the sightings come. */
  readonly log: string;
  /** The name of that log as a source of evidence; where there are several, of the first. */
  readonly sightings: SightingSource;
}

const words: { readonly [provider in Provider]: ProviderWords } = {
  aws: { name: 'IAM', user: 'IAM user', log: 'CloudTrail', sightings: 'cloudtrail' },
  entra: { name: 'Entra ID', user: 'Entra ID user', log: 'the sign-in log', sightings: 'entra-sign-in-log' },
  google: {
    name: 'Google Workspace',
    user: 'Google Workspace user',
    log: 'the activity reports',
    sightings: 'google-login-activity',
  },
  gcp: {
    name: 'Google Cloud',
    user: 'Google Cloud service account',
    log: 'Cloud Audit Logs',
    sightings: 'gcp-last-authentication',
  },
};

/** The words of an account's provider. */
export const wordsOf = (accountId: AccountId): ProviderWords => words[providerOf(accountId)];

/** The log of an account's provider, as a sentence begins with it: `The sign-in log`. */
export function logAtStart(accountId: AccountId): string {
  const { log } = wordsOf(accountId);
  return `${log.slice(0, 1).toUpperCase()}${log.slice(1)}`;
}

/** The words of the one provider of these accounts; undefined where they are of several, or there are none. */
export function sharedWords(accounts: readonly { readonly accountId: AccountId }[]): ProviderWords | undefined {
  const [provider, another] = new Set(accounts.map(({ accountId }) => providerOf(accountId)));
  return provider === undefined || another !== undefined ? undefined : words[provider];
}

/** The log that a sighting comes from: Google has one for each of its audited applications. */
export function sightingSourceOf(
  accountId: AccountId,
  { eventSource }: { readonly eventSource: string | undefined },
): SightingSource {
  const ofGoogle = logsOfGoogle.find((source) => source === `google-${eventSource}-activity`);
  return (providerOf(accountId) === 'google' ? ofGoogle : undefined) ?? wordsOf(accountId).sightings;
}

/** Whether a source of evidence is a log from which a provider's sightings come. */
export const isSightingSource = (source: string): source is SightingSource =>
  sightingSources.some((each) => each === source);
