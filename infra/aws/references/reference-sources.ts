/** Everything that may name a user, in the account and in these Regions. */

import { ECRClient } from '@aws-sdk/client-ecr';
import { EKSClient } from '@aws-sdk/client-eks';
import type { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Region } from '../../../domain/ids.ts';
import type { ReferenceSource } from '../../ports/reference-source.ts';
import { bucketSource } from './bucket-source.ts';
import { iamSources } from './iam-sources.ts';
import { keySources } from './key-sources.ts';
import { queueSource, topicSource } from './message-sources.ts';
import { clusterSource, functionSource, repositorySource, secretSource } from './workload-sources.ts';

/** One call for each resource: services throttle, so each is asked again, slower. */
const clientConfig = {
  maxAttempts: 6,
  retryMode: 'adaptive',
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
} as const;

/** All sources, IAM's first. `home` is the Region in which S3 lists the buckets of all Regions. */
export function referenceSources(iam: IAMClient, home: string, regions: readonly Region[]): ReferenceSource[] {
  const s3 = new S3Client({ ...clientConfig, region: home, followRegionRedirects: true });
  return [...iamSources(iam), bucketSource(s3), ...regions.flatMap(sourcesOf)];
}

function sourcesOf(region: Region): ReferenceSource[] {
  const config = { ...clientConfig, region };
  return [
    ...keySources(new KMSClient(config), region),
    queueSource(new SQSClient(config), region),
    topicSource(new SNSClient(config), region),
    secretSource(new SecretsManagerClient(config), region),
    functionSource(new LambdaClient(config), region),
    repositorySource(new ECRClient(config), region),
    clusterSource(new EKSClient(config), region),
  ];
}
