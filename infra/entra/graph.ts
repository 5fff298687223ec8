import type { Failure } from '../../domain/answer.ts';
import { objectAt, textAt } from '../../domain/json.ts';
import type { Pace } from '../http/pace.ts';
import { type ReadJson, type RequestPorts, requestsTo } from '../http/requests.ts';
import type { JsonResponse } from '../http/send-json.ts';

/**
 * The pace for lists with sign-in activity and for the sign-in log, and for single users.
 * Source: https://learn.microsoft.com/graph/throttling-limits, reporting
 */
export const listPace: Pace = { requests: 5, perMs: 10_000 };
export const userPace: Pace = { requests: 10, perMs: 60_000 };

/** The refusal of a tenant without a licence. It also comes at random to tenants that have one. */
export const noPremium = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';

/** Reads addresses of Microsoft Graph; `root` is where it answers. */
export const graphAt = (root: string, pace: Pace, ports: RequestPorts): ReadJson =>
  requestsTo({ root, pace, failureOf, comesAtRandom: ({ why }) => why === noPremium }, ports);

function failureOf({ status, body }: JsonResponse): Failure {
  const error = objectAt(body, 'error');
  const why = (error && textAt(error, 'code', 100)) ?? 'no error code';
  if (status === 429 || status >= 500) return { kind: 'throttled', why: `${status} ${why}` };
  return { kind: status === 403 ? 'denied' : status === 401 ? 'no-credentials' : 'refused', why };
}
