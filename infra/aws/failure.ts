/** Classifies the failures of requests to AWS. */

import { type Failure, type FailureKind, unusable } from '../../domain/answer.ts';

/** Error codes of services and the SDK for credentials that are missing, expired or not accepted. */
const ofCredentials = new RegExp(
  `^(?:${[
    'CredentialsProviderError|TokenProviderError',
    'ExpiredToken(?:Exception)?|TokenRefreshRequired|InvalidToken',
    'InvalidClientTokenId|UnrecognizedClient(?:Exception)?|InvalidAccessKeyId|AuthFailure',
    'SignatureDoesNotMatch|InvalidSignature(?:Exception)?|IncompleteSignature(?:Exception)?',
    'MissingAuthenticationToken(?:Exception)?',
  ].join('|')})$`,
);
/** Error codes of a request that a policy does not allow. */
const ofPolicy = /AccessDenied|UnauthorizedOperation|AuthorizationError|^NotAuthorized/;
/** Error codes of a service that has too many requests, or failed itself. */
const ofLoad =
  /Throttl|SlowDown|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded|^RequestTimeout|^Service(?:Failure|Unavailable)|^Internal(?:Failure|Error|Server)/;
/** Error codes of S3's status 403 for a wrong clock: a policy cannot help. */
const ofClock = /^Request(?:TimeTooSkewed|Expired)$/;
/** Error codes of Node and the SDK where no answer came. */
const ofNetwork =
  /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|TimeoutError|NetworkingError)$/;

/** The fields that the SDK adds to its errors. */
interface SdkError extends NodeJS.ErrnoException {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $retryable?: object;
}

/**
 * The failure of a request to AWS, from any thrown value. A defect of this program counts as `refused`.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export function failureOf(error: unknown): Failure {
  return awsFailureOf(error) ?? unusable(wordOf(error));
}

/** The same; undefined where the failure is neither from AWS nor from the network. */
export function awsFailureOf(error: unknown): Failure | undefined {
  const why = wordOf(error);
  const kind = error instanceof Error ? kindOf(error, why) : undefined;
  return kind && { kind, why };
}

/** The service's id of the request that failed; undefined where it gave none. */
export function requestIdOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as SdkError).$metadata?.requestId : undefined;
}

/** The name decides, since services give one failure different statuses; the status decides for an unknown name. */
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
 * Whether the credentials are missing or expired, so that every Region would fail. Other failures of credentials may be
 * of one Region: some Regions do not accept a session of the global endpoint.
 */
export function areCredentialsGone({ why }: Failure): boolean {
  return /^(?:CredentialsProviderError|TokenProviderError|ExpiredToken(?:Exception)?)$/.test(why);
}

/** Whether the SDK has no Region and could not send the request. */
export function isRegionMissing(error: unknown): boolean {
  return error instanceof Error && /^Region (?:is missing|not accepted)/.test(error.message);
}
