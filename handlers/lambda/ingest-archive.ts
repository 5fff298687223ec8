/** The function that ingests new log files of a bucket. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context, SQSBatchResponse } from 'aws-lambda';
import type { ObjectName } from '../../domain/archive/object-notice.ts';
import { parseIngestSettings } from '../../domain/settings/ingest-settings.ts';
import { dynamodbSightings } from '../../infra/aws/dynamodb/dynamodb-sightings.ts';
import { openObject } from '../../infra/aws/s3/s3-object.ts';
import { type Archived, ingestArchive } from '../archive/ingest-archive.ts';
import { clockTime } from '../clock.ts';
import { newIngestMemory } from '../ingest/ingest-memory.ts';
import { answerBatch, answerQueue, type BatchAnswer, reportArchived } from './archive-answer.ts';
import { objectsOf, readArchiveInvocation } from './archive-invocation.ts';
import { archiveMeter } from './archive-meter.ts';
import { settingsOf } from './door.ts';
import { jsonLog } from './json-log.ts';
import { metricOwner } from './metric-owner.ts';

const log = jsonLog(process.env['AWS_LAMBDA_LOG_LEVEL']);
const settings = settingsOf(parseIngestSettings);
const meter = archiveMeter();

/** After this time without an answer a request is sent again, also in the middle of an object. */
const requestHandler = {
  connectionTimeout: 2000,
  requestTimeout: 20_000,
  throwOnRequestTimeout: true,
  socketTimeout: 20_000,
};
const s3 = new S3Client({ maxAttempts: 5, requestHandler });
const table = dynamodbSightings(new DynamoDBClient({ maxAttempts: 8, requestHandler }), settings.tableName);
const memory = newIngestMemory();

/**
 * The time reserved for the last objects: enough to read eight of the largest files at once (17 s of one processor) and
 * to write the sightings.
 */
const lastObjectMs = 120_000;

/**
 * The door of ingest-archive. For messages the answer names each one with an unfinished object: SQS delivers it again
 * until it is done or reaches the dead-letter queue. For a batch of the backfill it lists the objects that are left and
 * those that need a person; a failure that may pass is thrown, and Step Functions tries again. The backfill has no
 * resolution: it writes every sighting, like a scan of files.
 */
export async function handler(event: unknown, context: Context): Promise<SQSBatchResponse | BatchAnswer> {
  const invocation = readArchiveInvocation(event);
  const objects = objectsOf(invocation);
  const archived: Archived = await ingestArchive(objects, {
    open: (object: ObjectName) => openObject(s3, object),
    hasTime: () => context.getRemainingTimeInMillis() > lastObjectMs,
    now: clockTime(),
    table,
    memory,
    settings: invocation.kind === 'batch' ? { ...settings, resolutionMinutes: 0 } : settings,
  });
  meter(archived, metricOwner(context, settings));
  reportArchived(log, invocation, objects, archived);
  if (invocation.kind === 'queue') return answerQueue(invocation.messages, objects, archived);
  return answerBatch(invocation.batch, objects, archived);
}
