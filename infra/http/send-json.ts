import { type Answer, answered, failed, unusable } from '../../domain/answer.ts';
import { isJsonObject, type JsonObject, textAt } from '../../domain/json.ts';
import { type Instant, instantOfEpochMs } from '../../domain/time.ts';

/** An answer over HTTP: its status, how long to wait where it says so, and its JSON. */
export interface JsonResponse {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly body: JsonObject;
  /** The time by the server's clock; undefined where it does not say so. */
  readonly serverTime: Instant | undefined;
}

/** A request must be answered within this time. */
const timeoutMs = 60_000;

/** Sends one request and reads the JSON of its answer, whatever its status. No redirect is followed. */
export async function sendJson(url: string, init: RequestInit): Promise<Answer<JsonResponse>> {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    const { status, headers } = response;
    const body: unknown = await response.json().catch(() => undefined);
    if (!isJsonObject(body) && status === 200) return failed(unusable('the answer is no JSON object'));
    const serverTime = instantOfEpochMs(Date.parse(headers.get('date') ?? ''));
    return answered({ status, retryAfterMs: waitOf(headers), body: isJsonObject(body) ? body : {}, serverTime });
  } catch (error) {
    return failed({ kind: 'unreachable', why: codeOf(error) }, undefined, error);
  }
}

/** A longer wait is not believed. */
const longestWaitMs = 600_000;

/** Seconds, or a date, which counts from the time of the server's own clock. */
function waitOf(headers: Headers): number | undefined {
  const text = headers.get('retry-after') ?? '';
  const ms = /^\d{1,6}$/.test(text) ? Number(text) * 1000 : dateMs(text) - dateMs(headers.get('date') ?? '');
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestWaitMs);
}

/** A date as HTTP writes it; NaN for anything else. */
const dateMs = (text: string): number => (/^[A-Z][a-z]{2}, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN);

/** The system's code of a failed connection, which `fetch` keeps in the cause. */
function codeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code = isJsonObject(cause) ? textAt(cause, 'code') : undefined;
  return code ?? (error instanceof Error ? error.name : 'no answer');
}
