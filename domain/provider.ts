/** The identity providers. The form of an account's id tells which one it is of. */

import { type AccountId, parseAccountId, parseObjectId, parseTenantId, parseUserId, type UserId } from './ids.ts';

/** AWS IAM, or Microsoft Entra ID. */
export type Provider = 'aws' | 'entra';

/** Reads the id of an account of any provider, as the table and the command line have it. */
export const parseAnyAccountId = (value: unknown): AccountId | undefined =>
  parseAccountId(value) ?? parseTenantId(value);

/** Reads the id of a user of any provider, as the table and the command line have it. */
export const parseAnyUserId = (value: unknown): UserId | undefined => parseUserId(value) ?? parseObjectId(value);

/** The provider of an account. */
export const providerOf = (accountId: AccountId): Provider =>
  parseTenantId(accountId) === undefined ? 'aws' : 'entra';

/** Where the sightings of a provider's accounts come from. */
export type SightingSource = 'cloudtrail' | 'entra-sign-in-log';

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
};

/** The words of an account's provider. */
export const wordsOf = (accountId: AccountId): ProviderWords => words[providerOf(accountId)];

/** Whether a source of evidence is the log from which a provider's sightings come. */
export const isSightingSource = (source: string): source is SightingSource =>
  source === 'cloudtrail' || source === 'entra-sign-in-log';
