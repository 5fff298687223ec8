/** What a person approves: a step by what it rests on, not a plan by its time. */

import type { AccountId, UserId } from '../ids.ts';

/** What an approval binds. A plan of tomorrow with the same terms takes an approval of today. */
export interface StepTerms {
  readonly accountId: AccountId;
  readonly userId: UserId;
  /** The act, as plans name it. */
  readonly act: string;
  /** Of the user's access; absent where the act does not rest on it. */
  readonly fingerprint?: string | undefined;
  readonly thresholdDays: number;
  /** The customer's settings: other settings are another step. */
  readonly settings: object;
}

/** The format of the terms: another format makes other hashes. */
const termsFormat = 1;

/** The hash of a step, 64 hexadecimal digits. The order of keys does not matter. */
export function stepHash(
  { accountId, userId, act, fingerprint, thresholdDays, settings }: StepTerms,
  digest: (value: object) => string,
): string {
  const bound = { accountId, userId, act, ...(fingerprint !== undefined && { fingerprint }), thresholdDays, settings };
  return digest({ kind: 'lastseen-step', format: termsFormat, ...bound });
}

const shortDigits = 12;

/** The first digits of a hash, for people. Whoever takes them refuses what fits two steps. */
export const shortHash = (hash: string): string => hash.slice(0, shortDigits);

/** Whether a text is a whole hash. */
export const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
