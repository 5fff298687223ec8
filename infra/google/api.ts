import type { Failure } from '../../domain/answer.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../domain/json.ts';
import type { Scope } from '../../domain/providers/google/refusals.ts';
import type { Clock, Pace } from '../http/pace.ts';
import { type ReadJson, type RequestPorts, requestsTo } from '../http/requests.ts';
import type { JsonResponse } from '../http/send-json.ts';
import { type Delegate, tokensFor } from './tokens.ts';

/**
 * A little below the 2,400 requests a minute that Google takes of one user and project.
 * Source: https://developers.google.com/admin-sdk/directory/v1/limits
 */
const apiPace: Pace = { requests: 2000, perMs: 60_000 };

/** Reads addresses of the Admin SDK; `root` is where it answers. */
export const apiAt = (root: string, ports: RequestPorts): ReadJson =>
  requestsTo({ root, pace: apiPace, failureOf }, ports);

/** The same in the name of the administrator, by a token for this scope alone. */
export const apiFor = (delegate: Delegate, scope: Scope, clock: Clock): ReadJson =>
  apiAt(delegate.hosts.api, { tokens: tokensFor(delegate, scope, clock), clock });

/** Refusals with 403 that pass: too many requests in a minute, or at once. */
const tooMany = ['userRateLimitExceeded', 'rateLimitExceeded', 'quotaExceeded', 'RATE_LIMIT_EXCEEDED'];

function failureOf({ status, body }: JsonResponse): Failure {
  const code = codeOf(body);
  const why = `${status} ${code}`;
  if (status === 429 || status >= 500 || (status === 403 && tooMany.includes(code))) return { kind: 'throttled', why };
  return { kind: status === 403 ? 'denied' : status === 401 ? 'no-credentials' : 'refused', why };
}

/** The reason of an error of Google's APIs, else its status. */
function codeOf(body: JsonObject): string {
  const error = objectAt(body, 'error');
  if (error === undefined) return textAt(body, 'error', longest) ?? 'no error code';
  const { errors } = error;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return (
    (isJsonObject(first) ? textAt(first, 'reason', longest) : undefined) ??
    textAt(error, 'status', longest) ??
    'no error code'
  );
}

const longest = 100;
