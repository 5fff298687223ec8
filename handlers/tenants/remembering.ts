import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { answered } from '../../domain/answer.ts';
import type { AccountId } from '../../domain/ids.ts';
import { isJsonObject, type JsonObject } from '../../domain/json.ts';
import type { ReadJson } from '../../infra/http/requests.ts';
import type { KeptAnswers } from '../../infra/ports/tenants/kept-answers.ts';
import { OutOfTime } from './out-of-time.ts';

/** Makes a reader that keeps what it was answered, and does not ask again what an earlier invocation was answered. */
export type Remember = (ask: ReadJson) => ReadJson;

/**
 * Answers from what is kept, and else asks while there is time; afterwards it throws OutOfTime. The second request of
 * one address is another one than the first: a list is read twice on purpose. Failures are not kept.
 */
export function remembering(
  accountId: AccountId,
  { find, keep }: Pick<KeptAnswers, 'find' | 'keep'>,
  hasTime: () => boolean,
): Remember {
  const asked = new Map<string, number>();
  return (ask) => async (url) => {
    const nth = (asked.get(url) ?? 0) + 1;
    asked.set(url, nth);
    const key = createHash('sha256').update(`${nth} ${url}`).digest('hex');
    const known = unpacked(await find(accountId, key));
    if (known !== undefined) return answered(known);
    if (!hasTime()) throw new OutOfTime();
    const answer = await ask(url);
    if (answer.kind === 'answered') await keep(accountId, key, gzipSync(JSON.stringify(answer.value)));
    return answer;
  };
}

function unpacked(bytes: Uint8Array | undefined): JsonObject | undefined {
  const value: unknown = bytes && JSON.parse(gunzipSync(bytes).toString());
  return isJsonObject(value) ? value : undefined;
}
