import { S3ServiceException } from '@aws-sdk/client-s3';
import { failureWords } from '../failure.ts';

/** What S3's failure means for a whole scan, in words for the user. `mayPass`: the same scan, tried again, may go on. */
export interface ArchiveFailure {
  readonly message: string;
  readonly mayPass: boolean;
}

const ofCredentials =
  /^(?:CredentialsProviderError|TokenProviderError|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|TokenRefreshRequired)$/;
const ofRegion =
  /^(?:PermanentRedirect|TemporaryRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException|301)$/;

/** S3's refusal to list, which may hold for one folder alone. */
export const isDenial = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403 && !ofCredentials.test(error.name);

/** What it means for the whole scan that S3 did not do what was asked. */
export function archiveFailureOf(error: unknown, where: string, region: string | undefined): ArchiveFailure {
  const why = failureWords(error);
  const told = (words: string, mayPass = false) => ({ message: `${where}: ${words}`, mayPass });
  if (ofCredentials.test(why)) return told(`no valid AWS credentials (${why}); set AWS_PROFILE or sign in again`);
  if (error instanceof Error && /^Region (?:is missing|not accepted)/.test(error.message)) {
    return told('no AWS Region is set; set AWS_REGION');
  }
  if (why === 'NoSuchBucket') return told('there is no such bucket; check the name given to --trail');
  if (isDenial(error)) {
    return told(
      `${why}; s3:ListBucket on the bucket and s3:GetObject on its objects are needed, and kms:Decrypt on its key`,
    );
  }
  if (ofRegion.test(why))
    return told(`the bucket is in another Region than ${region}${expected(error)}; set AWS_REGION`);
  const status = error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0;
  if (status >= 400 && status < 500 && !/SlowDown|Throttl|RequestTimeout/.test(why)) {
    return told(`S3 refused: ${why}: ${(error as Error).message}`);
  }
  return told(
    `S3 cannot be reached, or did not answer (${why}); check AWS_REGION (${region}) and the network, then try again: what is finished is not read again`,
    true,
  );
}

/** The bucket's own Region, where S3 names it. */
function expected(error: unknown): string {
  const header = (error as { $response?: { headers?: Record<string, string> } }).$response?.headers?.[
    'x-amz-bucket-region'
  ];
  const named = header ?? /expecting '([a-z0-9-]+)'/.exec((error as Error).message)?.[1];
  return named === undefined ? '' : `: ${named}`;
}
