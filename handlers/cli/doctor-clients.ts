import { AccountClient } from '@aws-sdk/client-account';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import type { Region } from '../../domain/ids.ts';
import type { DoctorClients } from '../doctor/doctor.ts';

/** Who asks waits: a Region that does not answer must not hold up the others for long. */
const doctorClientConfig = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
} as const;

/** Clients over the credentials at hand. */
export function doctorClients(home: Region): DoctorClients {
  const here = { ...doctorClientConfig, region: home };
  return {
    account: new AccountClient(here),
    cloudformation: new CloudFormationClient(here),
    cloudtrail: (region) => new CloudTrailClient({ ...doctorClientConfig, region }),
    // Emulators do not read compressed requests; ours are small.
    cloudwatch: new CloudWatchClient({ ...here, disableRequestCompression: true }),
    dynamodb: new DynamoDBClient(here),
    eventbridge: (region) => new EventBridgeClient({ ...doctorClientConfig, region }),
    iam: new IAMClient(here),
    lambda: new LambdaClient(here),
    sns: new SNSClient(here),
    // A queue's URL names its host, which is not the one that was asked for where that is told.
    sqs: new SQSClient({ ...here, useQueueUrlAsEndpoint: false }),
    sts: new STSClient(here),
  };
}
