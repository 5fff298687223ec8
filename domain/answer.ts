/** An answer from outside (AWS, a file system), or why none came. Text, settings and JSON are read to `Parsed`. */
export type Answer<T> = { readonly kind: 'answered'; readonly value: T } | Failed;

/** No usable answer to one request. */
export interface Failed {
  readonly kind: 'failed';
  readonly failure: Failure;
  /** The action that a policy must allow, `sqs:GetQueueAttributes`; undefined where it is not one single action. */
  readonly action?: string | undefined;
  /** The error that was caught, for a caller that throws again. */
  readonly cause?: unknown;
}

/** Why a request has no usable answer. */
export interface Failure {
  readonly kind: FailureKind;
  /** The service's error code, always the same for the same failure: `AccessDenied`, `Throttling`, `ECONNREFUSED`. */
  readonly why: string;
}

/**
 * `denied`: a policy forbids the request. `throttled`: the service had too many requests or failed itself; try again
 * later. `no-credentials`: there are no credentials, or the service does not accept them. `unreachable`: no answer
 * came. `refused`: any other answer that cannot be used.
 */
export type FailureKind = 'denied' | 'throttled' | 'no-credentials' | 'unreachable' | 'refused';

/** An answer that came. */
export function answered<T>(value: T): Answer<T> {
  return { kind: 'answered', value };
}

/** A request without a usable answer, because of this failure. */
export function failed(failure: Failure, action?: string, cause?: unknown): Failed {
  return { kind: 'failed', failure, action, cause };
}

/** The failure for an answer that came but cannot be used: a list without its end, a report that is not CSV. */
export function unusable(why: string): Failure {
  return { kind: 'refused', why };
}

/** The failure with the place where it happened: `page 2: Throttling`. */
export function failedAt(place: string, { kind, why }: Failure): Failure {
  return { kind, why: `${place}: ${why}` };
}

/** Whether the same request may succeed later. */
export function mayPass({ kind }: Failure): boolean {
  return kind === 'throttled' || kind === 'unreachable';
}

/** Changes the value of an answer; a failure stays as it is. */
export function mapAnswer<A, B>(answer: Answer<A>, change: (value: A) => B): Answer<B> {
  return answer.kind === 'failed' ? answer : answered(change(answer.value));
}
