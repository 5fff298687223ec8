/** Tokens of OAuth 2.0. They stay in memory and are never shown. */

import { type Answer, answered, type Failed, failed, mapAnswer, unusable } from '../../domain/answer.ts';
import { type JsonObject, textAt } from '../../domain/json.ts';
import type { Clock } from './pace.ts';
import { type JsonResponse, sendJson } from './send-json.ts';

/** A token, and when it ends; `refresh` asks for the next one without a person where that is possible. */
export interface Token {
  readonly text: string;
  readonly endsMs: number;
  readonly refresh: string | undefined;
}

/** Gives a token that is still good; `isRefused`: the last one was not taken. */
export type Tokens = (isRefused?: boolean) => Promise<Answer<string>>;

/** A token is renewed this long before it ends. */
const earlyMs = 120_000;

/** Keeps a token for as long as it is good, and then asks for the next one; `ask` gets the one before. */
export function keepTokens(ask: (last: Token | undefined) => Promise<Answer<Token>>, clock: Clock): Tokens {
  let known: Token | undefined;
  return async (isRefused = false) => {
    if (!isRefused && known !== undefined && clock.nowMs() < known.endsMs - earlyMs) return answered(known.text);
    const given = await ask(known);
    if (given.kind === 'answered') known = given.value;
    return mapAnswer(given, ({ text }) => text);
  };
}

/** Sends a form to where tokens are given. */
export const postForm = (url: string, form: Readonly<Record<string, string>>): Promise<Answer<JsonResponse>> =>
  sendJson(url, { method: 'POST', body: new URLSearchParams(form) });

/** Asks for a token with this form. */
export async function requestToken(
  url: string,
  form: Readonly<Record<string, string>>,
  { nowMs }: Clock,
): Promise<Answer<Token>> {
  const sentMs = nowMs();
  const answer = await postForm(url, form);
  return answer.kind === 'failed' ? answer : tokenIn(answer.value, sentMs);
}

function tokenIn({ status, body }: JsonResponse, sentMs: number): Answer<Token> {
  if (status !== 200) return refusedToken(status, body);
  const text = textAt(body, 'access_token');
  const seconds = secondsOf(body['expires_in']);
  if (text === undefined || seconds === undefined) return failed(unusable('the token cannot be read'));
  return answered({ text, endsMs: sentMs + seconds * 1000, refresh: textAt(body, 'refresh_token') });
}

/** Older endpoints of Microsoft write the number as text. */
function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' ? seconds : undefined;
}

/** Why no token was given: the code of the refusal, without its text, which may repeat what was sent. */
export function refusedToken(status: number, body: JsonObject): Failed {
  const why = `no token: ${textAt(body, 'error', 100) ?? 'no error code'}`;
  return failed({ kind: status >= 500 || status === 429 ? 'throttled' : 'no-credentials', why });
}
