/** The function that writes the report page into its bucket. */

import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import type { AccountId } from '../../domain/ids.ts';
import { type PageSettings, parsePageSettings } from '../../domain/settings/page-settings.ts';
import { dynamodbCampaigns } from '../../infra/aws/dynamodb/campaigns/dynamodb-campaigns.ts';
import { dynamodbLatestRun, pageRunKey } from '../../infra/aws/dynamodb/dynamodb-latest-run.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { s3ReportBucket } from '../../infra/aws/s3/s3-report-bucket.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { type PageOutcome, type PagePorts, writePage } from '../page/write-page.ts';
import { requireAccount, settingsOf } from './door.ts';

const logger = new Logger({ serviceName: 'lastseen-page' });

const bucketClientConfig = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 3000, requestTimeout: 30_000, throwOnRequestTimeout: true },
} as const;

let wired: ({ readonly settings: PageSettings } & ReturnType<typeof clients>) | undefined;

const clients = () => ({ dynamodb: new DynamoDBClient({}), s3: new S3Client(bucketClientConfig) });

/**
 * The door, once an hour. Most of the time it reads two entries and finds nothing to do. Throws where the table or the
 * bucket refused: the alarm on errors tells, and the next hour tries again.
 */
export async function handler(_: unknown, context: Context): Promise<PageOutcome> {
  wired ??= { settings: settingsOf(parsePageSettings), ...clients() };
  const accountId = requireAccount(context);
  const { tableName } = wired.settings;
  const request = { accountId, tableName, toolVersion: packageJson.version };
  const outcome = await writePage(request, portsOf(accountId, wired));
  if (outcome.kind === 'written') logger.info('page written', { outcome });
  return outcome;
}

function portsOf(accountId: AccountId, { settings, dynamodb, s3 }: NonNullable<typeof wired>): PagePorts {
  const { tableName, bucket } = settings;
  return {
    table: { ...dynamodbTable(dynamodb, tableName), ...dynamodbCampaigns(dynamodb, tableName) },
    written: dynamodbLatestRun(dynamodb, tableName, pageRunKey(bucket)),
    bucket: s3ReportBucket(s3, { ...settings, owner: accountId }),
  };
}
