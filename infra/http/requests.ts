import { type Answer, answered, type Failure, failed, mayPass } from '../../domain/answer.ts';
import type { JsonObject } from '../../domain/json.ts';
import { type Clock, type Pace, paced } from './pace.ts';
import { type JsonResponse, sendJson } from './send-json.ts';
import type { Tokens } from './tokens.ts';

/** Reads one address of a service. Never throws. */
export type ReadJson = (url: string) => Promise<Answer<JsonObject>>;

/** A service that answers with JSON to whoever has a token. */
export interface Service {
  /** Without a path: requests, and the token, go to this host alone. */
  readonly root: string;
  readonly pace: Pace;
  /** Why an answer with another status than 200 is of no use. */
  readonly failureOf: (response: JsonResponse) => Failure;
  /** Whether a failure may pass that does not look so. */
  readonly comesAtRandom?: (failure: Failure) => boolean;
}

/** What requests to a service need beside it. */
export interface RequestPorts {
  readonly tokens: Tokens;
  readonly clock: Clock;
  /** Hears of each refusal because of too many requests. */
  readonly onThrottle?: () => void;
}

const attemptsAtMost = 6;

/** One request, answered or not. Status 0: no answer came. */
interface Attempt {
  readonly status: number;
  readonly answer: Answer<JsonObject>;
  readonly retryAfterMs?: number | undefined;
}

/** Requests one after another, at the service's pace, each again where its failure may pass. */
export function requestsTo(service: Service, ports: RequestPorts): ReadJson {
  const { clock, onThrottle } = ports;
  const turn = paced(service.pace, clock);
  return async (url) => {
    if (!isAt(service.root, url)) return failed({ kind: 'refused', why: 'a link leads to another host' });
    let last: Attempt | undefined;
    for (let count = 1; ; count++) {
      await turn();
      const attempt = await send(url, service, ports, last?.status === 401);
      if (attempt.answer.kind === 'answered') return attempt.answer;
      const { failure } = attempt.answer;
      if (failure.kind === 'throttled' && attempt.status < 500) onThrottle?.();
      if (count === attemptsAtMost || !isWorthTrying(attempt.status, failure, service, last)) return attempt.answer;
      await clock.sleep(attempt.retryAfterMs ?? waitMs(count));
      last = attempt;
    }
  };
}

/** A link must lead to the service itself, or the token would go to strangers. */
const isAt = (root: string, url: string): boolean => URL.canParse(url) && new URL(url).origin === new URL(root).origin;

/** Longer from time to time, and not the same for everybody who was refused at one moment. */
const waitMs = (count: number): number => 1000 * (2 ** (count - 1) + Math.random());

async function send(url: string, service: Service, { tokens }: RequestPorts, wasRefused: boolean): Promise<Attempt> {
  const token = await tokens(wasRefused);
  if (token.kind === 'failed') return { status: 0, answer: token };
  const answer = await sendJson(url, { headers: { authorization: `Bearer ${token.value}` } });
  if (answer.kind === 'failed') return { status: 0, answer };
  const { status, body, retryAfterMs } = answer.value;
  if (status === 200) return { status, answer: answered(body) };
  return { status, answer: failed(service.failureOf(answer.value)), retryAfterMs };
}

/** 401 once more with a new token; what is no JSON was cut off on its way. */
function isWorthTrying(
  status: number,
  failure: Failure,
  { comesAtRandom }: Service,
  last: Attempt | undefined,
): boolean {
  if (status === 401) return last?.status !== 401;
  const wasCut = status === 0 && failure.kind === 'refused';
  return wasCut || mayPass(failure) || comesAtRandom?.(failure) === true;
}
