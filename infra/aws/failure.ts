import { type Failure, type FailureKind, unusable } from '../../domain/answer.ts';

/** What services and the SDK call it when credentials are missing, have expired or are not accepted. */
const ofCredentials = new RegExp(
  `^(?:${[
    'CredentialsProviderError|TokenProviderError',
    'ExpiredToken(?:Exception)?|TokenRefreshRequired|InvalidToken',
    'InvalidClientTokenId|UnrecognizedClient(?:Exception)?|InvalidAccessKeyId|AuthFailure',
    'SignatureDoesNotMatch|InvalidSignature(?:Exception)?|IncompleteSignature(?:Exception)?',
    'MissingAuthenticationToken(?:Exception)?',
  ].join('|')})$`,
);
/** A policy does not allow the question. */
const ofPolicy = /AccessDenied|UnauthorizedOperation|AuthorizationError|^NotAuthorized/;
/** The service asks to come back later, or failed itself. */
const ofLoad =
  /Throttl|SlowDown|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded|^RequestTimeout|^Service(?:Failure|Unavailable)|^Internal(?:Failure|Error|Server)/;
/** S3's 403 for a clock that is wrong: no policy would change it. */
const ofClock = /^Request(?:TimeTooSkewed|Expired)$/;
/** Node's and the SDK's words where no answer came. */
const ofNetwork =
  /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|TimeoutError|NetworkingError)$/;

/** What the SDK adds to its errors. */
interface SdkError extends NodeJS.ErrnoException {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: object;
}

/**
 * The failure of a question to AWS, whatever was thrown; a defect of ours counts as `refused`.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export function failureOf(error: unknown): Failure {
  return awsFailureOf(error) ?? unusable(wordOf(error));
}

/** The same; undefined where it is no failure of AWS or of the way to it. */
export function awsFailureOf(error: unknown): Failure | undefined {
  const why = wordOf(error);
  const kind = error instanceof Error ? kindOf(error, why) : undefined;
  return kind && { kind, why };
}

/** By name, since services give the same failure different statuses; the status decides where the name says nothing. */
function kindOf({ $metadata, $retryable }: SdkError, why: string): FailureKind | undefined {
  const status = $metadata?.httpStatusCode ?? 0;
  if (ofCredentials.test(why) || status === 401) return 'no-credentials';
  if (ofPolicy.test(why)) return 'denied';
  if (ofLoad.test(why) || $retryable !== undefined || status === 429 || status >= 500) return 'throttled';
  if (ofNetwork.test(why)) return 'unreachable';
  if (status === 403 && !ofClock.test(why)) return 'denied';
  return status >= 400 ? 'refused' : undefined;
}

function wordOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown failure';
  const code = codeOf(error) ?? codeOf(error.cause);
  return error.name === 'Error' || error.name === 'AggregateError' ? (code ?? error.message.slice(0, 100)) : error.name;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

/**
 * Credentials that are missing or have expired: they fail in every Region. Other failures may hold in one Region only,
 * for example where it does not accept a session of the global endpoint.
 */
export function areCredentialsGone({ why }: Failure): boolean {
  return /^(?:CredentialsProviderError|TokenProviderError|ExpiredToken(?:Exception)?)$/.test(why);
}

/** The SDK was told no Region, and could not begin to ask. */
export function isRegionMissing(error: unknown): boolean {
  return error instanceof Error && /^Region (?:is missing|not accepted)/.test(error.message);
}
