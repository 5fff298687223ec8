import { S3ServiceException } from '@aws-sdk/client-s3';
import { mayPass } from '../../../domain/answer.ts';
import { failureOf, isRegionMissing } from '../failure.ts';

/** A failure of S3 that ends a scan, in words for the user. `mayPass`: the same scan may succeed later. */
export interface ArchiveFailure {
  readonly message: string;
  readonly mayPass: boolean;
}

const ofRegion =
  /^(?:PermanentRedirect|TemporaryRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException|301)$/;

/** Whether S3 itself denied the request, not the service that gives credentials. Other folders may be allowed. */
export const isDeniedByS3 = (error: unknown): boolean =>
  error instanceof S3ServiceException && failureOf(error).kind === 'denied';

/** Describes a failed request to S3 for the user of the whole scan. */
export function archiveFailureOf(error: unknown, where: string, region: string | undefined): ArchiveFailure {
  const failure = failureOf(error);
  const isAnswer = error instanceof S3ServiceException;
  const lasting = lastingWords(error, region);
  if (lasting !== undefined) return { message: `${where}: ${lasting}`, mayPass: false };
  if (isAnswer && !mayPass(failure)) {
    return { message: `${where}: S3 refused: ${failure.why}: ${error.message}`, mayPass: false };
  }
  const again = `check AWS_REGION (${region}) and the network, then try again: finished objects are not read again`;
  return { message: `${where}: S3 cannot be reached, or did not answer (${failure.why}); ${again}`, mayPass: true };
}

/** What the user must correct first; undefined for any other failure. */
function lastingWords(error: unknown, region: string | undefined): string | undefined {
  const { kind, why } = failureOf(error);
  if (isRegionMissing(error)) return 'no AWS Region is set; set AWS_REGION';
  if (kind === 'no-credentials') return `no valid AWS credentials (${why}); set AWS_PROFILE or sign in again`;
  if (why === 'NoSuchBucket') return 'there is no such bucket; check the name given to --trail';
  if (isDeniedByS3(error)) {
    return `${why}; s3:ListBucket on the bucket and s3:GetObject on its objects are needed, and kms:Decrypt on its key`;
  }
  if (ofRegion.test(why)) return `the bucket is in another Region than ${region}${expected(error)}; set AWS_REGION`;
  return undefined;
}

/** The bucket's Region, where S3 reports it. */
function expected(error: unknown): string {
  const header = (error as { $response?: { headers?: Record<string, string> } }).$response?.headers?.[
    'x-amz-bucket-region'
  ];
  const region = header ?? /expecting '([a-z0-9-]+)'/.exec((error as Error).message)?.[1];
  return region === undefined ? '' : `: ${region}`;
}
