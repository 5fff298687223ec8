import { type Answer, answered, type Failed, failed } from '../../domain/answer.ts';
import type { JsonObject } from '../../domain/json.ts';
import { errorCodeOf, type Response, sendJson } from './http.ts';
import { type Clock, type Pace, paced } from './pace.ts';
import type { Tokens } from './tokens.ts';

/** Reads one address of Microsoft Graph. */
export type Graph = (url: string) => Promise<Answer<JsonObject>>;

/** What a request to Graph needs. */
export interface GraphPorts {
  /** Without a path: requests, and the token, go to this host alone. */
  readonly root: string;
  readonly tokens: Tokens;
  readonly clock: Clock;
  /** Hears of each refusal because of too many requests. */
  readonly onThrottle?: () => void;
}

/**
 * The pace for lists with sign-in activity, and for single users.
 * Source: https://learn.microsoft.com/graph/throttling-limits, reporting
 */
export const listPace: Pace = { requests: 5, perMs: 10_000 };
export const userPace: Pace = { requests: 10, perMs: 60_000 };

/** The refusal of a tenant without a licence. It also comes at random to tenants that have one. */
export const noPremium = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';

const attempts = 6;

/** Requests one after another, at this pace, each again where a failure may pass. */
export function graphAt(pace: Pace, { root, tokens, clock, onThrottle }: GraphPorts): Graph {
  const turn = paced(pace, clock);
  return async (url) => {
    if (!isAt(root, url)) return failed({ kind: 'refused', why: 'a link leads to another host' });
    let isTokenRefused = false;
    let last: Failed | undefined;
    for (let attempt = 0; attempt < attempts; attempt++) {
      await turn();
      const token = await tokens(isTokenRefused);
      if (token.kind === 'failed') return token;
      const answer = await sendJson(url, { headers: { authorization: `Bearer ${token.value}` } });
      const read = answer.kind === 'failed' ? answer : readResponse(answer.value);
      if (read.kind === 'answered') return read;
      const status = answer.kind === 'failed' ? 0 : answer.value.status;
      if (status === 429) onThrottle?.();
      if (!isWorthTrying(status, read, isTokenRefused)) return read;
      isTokenRefused = status === 401;
      last = read;
      await clock.sleep(answer.kind === 'answered' ? (answer.value.retryAfterMs ?? waitMs(attempt)) : waitMs(attempt));
    }
    return last ?? failed({ kind: 'refused', why: 'no answer' });
  };
}

/** A link must lead to Graph itself, or the token would go to strangers. */
const isAt = (root: string, url: string): boolean => URL.canParse(url) && new URL(url).origin === new URL(root).origin;

const waitMs = (attempt: number): number => 1000 * 2 ** attempt;

/** 401 once more with a new token; the refusal for want of a licence as often as what passes. */
function isWorthTrying(status: number, { failure }: Failed, wasTokenRefused: boolean): boolean {
  if (status === 401) return !wasTokenRefused;
  return status === 0 || status === 429 || status >= 500 || failure.why === noPremium;
}

function readResponse({ status, body }: Response): Answer<JsonObject> {
  if (status === 200) return answered(body);
  const why = errorCodeOf(body);
  if (status === 429 || status >= 500) return failed({ kind: 'throttled', why: `${status} ${why}` });
  return failed({ kind: status === 403 ? 'denied' : status === 401 ? 'no-credentials' : 'refused', why });
}
