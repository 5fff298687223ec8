/** What the world answered, or why it did not. What was read from text, settings or JSON is `Parsed`. */
export type Answer<T> = { readonly kind: 'answered'; readonly value: T } | Failed;

/** No answer to one question. */
export interface Failed {
  readonly kind: 'failed';
  readonly failure: Failure;
  /** What a policy must allow for the question, `sqs:GetQueueAttributes`; undefined where that is no single action. */
  readonly action?: string | undefined;
  /** What was thrown, for whoever throws it on. */
  readonly cause?: unknown;
}

/** What went wrong between a question and its answer. */
export interface Failure {
  readonly kind: FailureKind;
  /** The service's own word, the same for the same failure every day: `AccessDenied`, `Throttling`, `ECONNREFUSED`. */
  readonly why: string;
}

/**
 * `denied`: a policy forbids the question. `throttled`: the service asks to come back later, after too many requests or
 * a failure of its own. `no-credentials`: there are no credentials, or the service does not accept them. `unreachable`:
 * no answer came. `refused`: any other answer that is no use.
 */
export type FailureKind = 'denied' | 'throttled' | 'no-credentials' | 'unreachable' | 'refused';

/** What the world answered. */
export function answered<T>(value: T): Answer<T> {
  return { kind: 'answered', value };
}

/** The world did not answer, because of this failure. */
export function failed(failure: Failure, action?: string, cause?: unknown): Failed {
  return { kind: 'failed', failure, action, cause };
}

/** An answer that came and is no use: a list without its end, a report that is no CSV. */
export function unusable(why: string): Failure {
  return { kind: 'refused', why };
}

/** The failure with the place where it happened: `page 2: Throttling`. */
export function failedAt(place: string, { kind, why }: Failure): Failure {
  return { kind, why: `${place}: ${why}` };
}

/** The same question asked again later may be answered. */
export function mayPass({ kind }: Failure): boolean {
  return kind === 'throttled' || kind === 'unreachable';
}

/** The answer with its value changed; a failure stays as it is. */
export function mapAnswer<A, B>(answer: Answer<A>, change: (value: A) => B): Answer<B> {
  return answer.kind === 'failed' ? answer : answered(change(answer.value));
}
