import { CloudTrailServiceException } from '@aws-sdk/client-cloudtrail';
import { CloudWatchServiceException } from '@aws-sdk/client-cloudwatch';
import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { IAMServiceException } from '@aws-sdk/client-iam';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { SNSServiceException } from '@aws-sdk/client-sns';
import { STSClient, STSServiceException } from '@aws-sdk/client-sts';
import { describe, expect, it, vi } from 'vitest';
import { type FailureKind, mayPass } from '../../../domain/answer.ts';
import { callerAccount } from '../../../infra/aws/caller-account.ts';
import { areCredentialsGone, awsFailureOf, failureOf, isRegionMissing } from '../../../infra/aws/failure.ts';

const services = {
  CloudTrail: CloudTrailServiceException,
  CloudWatch: CloudWatchServiceException,
  DynamoDB: DynamoDBServiceException,
  IAM: IAMServiceException,
  S3: S3ServiceException,
  SNS: SNSServiceException,
  STS: STSServiceException,
};
type Service = keyof typeof services;

const answerOf = (service: Service, name: string, httpStatusCode: number): Error =>
  new services[service]({ name, $fault: 'client', message: 'no', $metadata: { httpStatusCode } });
const errorOf = (name: string, code?: string): Error => Object.assign(new Error('no'), { name, ...(code && { code }) });

describe('an answer of a service', () => {
  it.each<[FailureKind, Service, string, number]>([
    ['denied', 'IAM', 'AccessDenied', 403],
    ['denied', 'IAM', 'AccessDeniedException', 403],
    ['denied', 'CloudTrail', 'AccessDeniedException', 400],
    ['denied', 'CloudTrail', 'UnauthorizedOperation', 403],
    ['denied', 'DynamoDB', 'AccessDeniedException', 400],
    ['denied', 'CloudWatch', 'AccessDenied', 403],
    ['denied', 'SNS', 'AuthorizationError', 403],
    ['denied', 'SNS', 'AuthorizationErrorException', 403],
    ['denied', 'S3', 'AccessDenied', 403],
    ['denied', 'S3', 'AllAccessDisabled', 403],
    ['denied', 'S3', 'Forbidden', 403],
    ['denied', 'IAM', 'OptInRequired', 403],
    ['throttled', 'IAM', 'Throttling', 400],
    ['throttled', 'IAM', 'ServiceFailureException', 500],
    ['throttled', 'STS', 'ThrottlingException', 400],
    ['throttled', 'CloudTrail', 'ThrottlingException', 400],
    ['throttled', 'CloudTrail', 'InternalFailure', 500],
    ['throttled', 'CloudTrail', 'RequestLimitExceeded', 503],
    ['throttled', 'DynamoDB', 'ProvisionedThroughputExceededException', 400],
    ['throttled', 'DynamoDB', 'RequestLimitExceeded', 400],
    ['throttled', 'DynamoDB', 'InternalServerError', 500],
    ['throttled', 'CloudWatch', 'InternalServiceError', 500],
    ['throttled', 'S3', 'SlowDown', 503],
    ['throttled', 'S3', 'ServiceUnavailable', 503],
    ['throttled', 'S3', 'RequestTimeout', 400],
    ['throttled', 'SNS', 'Odd', 429],
    ['throttled', 'SNS', 'Odd', 503],
    ['no-credentials', 'STS', 'ExpiredToken', 403],
    ['no-credentials', 'STS', 'ExpiredTokenException', 400],
    ['no-credentials', 'STS', 'InvalidClientTokenId', 403],
    ['no-credentials', 'STS', 'SignatureDoesNotMatch', 403],
    ['no-credentials', 'STS', 'IncompleteSignature', 400],
    ['no-credentials', 'CloudTrail', 'UnrecognizedClientException', 400],
    ['no-credentials', 'DynamoDB', 'UnrecognizedClientException', 400],
    ['no-credentials', 'DynamoDB', 'InvalidSignatureException', 400],
    ['no-credentials', 'DynamoDB', 'MissingAuthenticationTokenException', 400],
    ['no-credentials', 'CloudTrail', 'AuthFailure', 401],
    ['no-credentials', 'S3', 'InvalidAccessKeyId', 403],
    ['no-credentials', 'S3', 'InvalidToken', 400],
    ['no-credentials', 'S3', 'TokenRefreshRequired', 400],
    ['no-credentials', 'SNS', 'UnauthorizedException', 401],
    ['refused', 'S3', 'NoSuchBucket', 404],
    ['refused', 'S3', 'PermanentRedirect', 301],
    ['refused', 'S3', 'RequestTimeTooSkewed', 403],
    ['refused', 'IAM', 'ReportNotPresent', 410],
    ['refused', 'CloudTrail', 'InvalidNextTokenException', 400],
    ['refused', 'DynamoDB', 'ValidationException', 400],
    ['refused', 'DynamoDB', 'ResourceNotFoundException', 400],
    ['refused', 'DynamoDB', 'ConditionalCheckFailedException', 400],
  ])('is %s: %s %s (%i)', (kind, service, why, status) => {
    expect(failureOf(answerOf(service, why, status))).toEqual({ kind, why });
  });

  it('that the SDK may try again is throttled, whatever it is called', () => {
    const error = Object.assign(answerOf('SNS', 'Odd', 400), { $retryable: {} });
    expect(failureOf(error).kind).toBe('throttled');
  });
});

describe('no answer', () => {
  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ETIMEDOUT',
    'EPIPE',
  ])('is unreachable, by the word of the network: %s', (code) => {
    const unreachable = { kind: 'unreachable', why: code };
    expect(failureOf(errorOf('Error', code))).toEqual(unreachable);
    expect(failureOf(Object.assign(new AggregateError([]), { code }))).toEqual(unreachable);
    expect(failureOf(new Error('socket hang up', { cause: errorOf('Error', code) }))).toEqual(unreachable);
  });

  it.each(['TimeoutError', 'NetworkingError'])('is unreachable: %s', (name) => {
    expect(failureOf(errorOf(name))).toEqual({ kind: 'unreachable', why: name });
  });

  it.each(['CredentialsProviderError', 'TokenProviderError'])('was asked for without credentials: %s', (name) => {
    expect(failureOf(errorOf(name))).toEqual({ kind: 'no-credentials', why: name });
  });
});

describe('what is no failure of AWS', () => {
  it.each([
    ['a defect', new TypeError('x is undefined'), 'TypeError'],
    ['a file that is not there', errorOf('Error', 'ENOENT'), 'ENOENT'],
    ['an answer that cannot be used', new Error('an answer without a date'), 'an answer without a date'],
    ['a text', 'thrown', 'unknown failure'],
    ['nothing', undefined, 'unknown failure'],
  ])('%s is none, and counts as refused where a kind is needed', (_, error, why) => {
    expect(awsFailureOf(error)).toBeUndefined();
    expect(failureOf(error)).toEqual({ kind: 'refused', why });
  });

  it('a long message is cut, so that the same failure has the same words', () => {
    expect(failureOf(new Error('x'.repeat(1000))).why).toHaveLength(100);
  });
});

it.each<[FailureKind, boolean]>([
  ['throttled', true],
  ['unreachable', true],
  ['denied', false],
  ['no-credentials', false],
  ['refused', false],
])('what was %s may pass: %s', (kind, passes) => {
  expect(mayPass({ kind, why: 'x' })).toBe(passes);
});

it.each([
  ['CredentialsProviderError', true],
  ['TokenProviderError', true],
  ['ExpiredToken', true],
  ['ExpiredTokenException', true],
  ['UnrecognizedClientException', false],
  ['InvalidClientTokenId', false],
])('after %s the credentials are gone for every Region: %s', (why, areGone) => {
  expect(areCredentialsGone({ kind: 'no-credentials', why })).toBe(areGone);
});

it('a Region that is not set is told from all else by the words of the SDK', async () => {
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
  const client = new STSClient({ credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const error: unknown = await callerAccount(client).catch((thrown: unknown) => thrown);
  vi.unstubAllEnvs();
  expect(isRegionMissing(error)).toBe(true);
  expect(isRegionMissing(answerOf('STS', 'ExpiredToken', 403))).toBe(false);
});
