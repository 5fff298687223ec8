import type { AccountId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import type { KeptAnswers } from '../../../infra/ports/tenants/kept-answers.ts';

/** The answers of tenants in memory. */
export interface KeptMemory {
  readonly readings: Map<AccountId, Instant>;
  /** By tenant and key of the request. */
  readonly answers: Map<string, Uint8Array>;
}

/** Makes one call to the store, by its name; a test may let it fail. */
export type Step = <T>(name: string, act: () => T) => Promise<T>;

/** As much as an item of DynamoDB takes of an answer. */
const mostBytes = 390_000;

/** The store over a memory, one step for each of its calls; `begin` and `end` are two. */
export function memoryKeptAnswers({ readings, answers }: KeptMemory, step: Step): KeptAnswers {
  const placeOf = (accountId: AccountId, key = '') => `${accountId}/${key}`;
  const forget = (accountId: AccountId) =>
    step('forget-answers', () => {
      for (const place of answers.keys()) if (place.startsWith(placeOf(accountId))) answers.delete(place);
    });
  return {
    forget,
    unfinished: (accountId) => step('read-unfinished', () => readings.get(accountId)),
    find: (accountId, key) => step('find-answer', () => answers.get(placeOf(accountId, key))),
    begin: async (accountId, startedAt) => {
      await forget(accountId);
      await step('begin-reading', () => void readings.set(accountId, startedAt));
    },
    keep: async (accountId, key, answer) => {
      if (answer.length > mostBytes) return;
      await step('keep-answer', () => void answers.set(placeOf(accountId, key), answer));
    },
    end: async (accountId) => {
      await step('end-reading', () => void readings.delete(accountId));
      await forget(accountId);
    },
  };
}
