import { S3ServiceException } from '@aws-sdk/client-s3';
import { STSServiceException } from '@aws-sdk/client-sts';
import { expect, it } from 'vitest';
import { archiveFailureOf, isDeniedByS3 } from '../../../../infra/aws/s3/s3-failure.ts';

const metadata = (httpStatusCode: number) => ({ $fault: 'client' as const, $metadata: { httpStatusCode } });
const answer = (name: string, status: number, message = 'why not') =>
  new S3ServiceException({ name, message, ...metadata(status) });
const assumeDenied = new STSServiceException({ name: 'AccessDenied', message: 'no', ...metadata(403) });

it.each([
  ['no such bucket', answer('NoSuchBucket', 404), false, /^s3:\/\/b\/: there is no such bucket/],
  ['denied', answer('AccessDenied', 403), false, /^s3:\/\/b\/: AccessDenied; s3:ListBucket on the bucket/],
  ['a key nobody knows', answer('InvalidAccessKeyId', 403), false, /no valid AWS credentials \(InvalidAccessKeyId\)/],
  ['an expired token', answer('ExpiredToken', 400), false, /no valid AWS credentials \(ExpiredToken\)/],
  ['no Region', new Error('Region is missing'), false, /no AWS Region is set; set AWS_REGION/],
  [
    'another Region',
    answer('AuthorizationHeaderMalformed', 400, "the region 'x' is wrong; expecting 'us-east-2'"),
    false,
    /in another Region than eu-west-1: us-east-2; set AWS_REGION/,
  ],
  ['a request out of time', answer('RequestTimeTooSkewed', 403), false, /S3 refused: RequestTimeTooSkewed: why not/],
  ['a bad request', answer('InvalidRequest', 400), false, /S3 refused: InvalidRequest: why not/],
  ['too many requests', answer('SlowDown', 503), true, /did not answer \(SlowDown\).*try again/],
  ['a failure of S3', answer('InternalError', 500), true, /did not answer \(InternalError\)/],
  ['no network', Object.assign(new Error('no'), { code: 'ENOTFOUND' }), true, /cannot be reached.*\(ENOTFOUND\)/],
  ['a role that may not be assumed', assumeDenied, true, /did not answer \(AccessDenied\)/],
])('after %s the scan is told why, and whether to try again', (_, error, mayPass, words) => {
  expect(archiveFailureOf(error, 's3://b/', 'eu-west-1')).toEqual({ message: expect.stringMatching(words), mayPass });
});

it('what S3 denies may hold for one folder alone; what another service denies does not', () => {
  expect(isDeniedByS3(answer('AccessDenied', 403))).toBe(true);
  expect(isDeniedByS3(answer('SignatureDoesNotMatch', 403))).toBe(false);
  expect(isDeniedByS3(assumeDenied)).toBe(false);
});
