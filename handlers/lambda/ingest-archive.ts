/** The function that ingests new log files of a bucket. */

import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context, SQSBatchResponse } from 'aws-lambda';
import type { ObjectName } from '../../domain/archive/object-notice.ts';
import { alteredTrailEvent } from '../../domain/digests/altered-trail.ts';
import { parseIngestSettings } from '../../domain/settings/ingest-settings.ts';
import { publishEvents } from '../../infra/aws/alerts/publisher.ts';
import { listAllPublicKeys } from '../../infra/aws/cloudtrail/public-keys.ts';
import { dynamodbSightings } from '../../infra/aws/dynamodb/dynamodb-sightings.ts';
import { dynamodbArchiveProofs } from '../../infra/aws/dynamodb/proofs/dynamodb-archive-proofs.ts';
import { openObject } from '../../infra/aws/s3/s3-object.ts';
import type { ArchiveContext } from '../archive/archive-ports.ts';
import { type Archived, ingestArchive } from '../archive/ingest-archive.ts';
import { pacedTable } from '../archive/paced-table.ts';
import { rememberingProofs } from '../archive/remembering-proofs.ts';
import { clockTime } from '../clock.ts';
import { newIngestMemory } from '../ingest/ingest-memory.ts';
import { answerBatch, answerQueue, type BatchAnswer, reportArchived } from './archive-answer.ts';
import { type ArchiveInvocation, objectsOf, readArchiveInvocation } from './archive-invocation.ts';
import { archiveMeter } from './archive-meter.ts';
import { settingsOf } from './door.ts';
import { jsonLog } from './json-log.ts';
import { metricOwner } from './metric-owner.ts';

const log = jsonLog(process.env['AWS_LAMBDA_LOG_LEVEL']);
const settings = settingsOf(parseIngestSettings);
const meter = archiveMeter();

/** More than an organization of 1,000 accounts has users and Regions in use: 60,000 take 102 MB, see test/README.md. */
const subjectsOfOrganization = 80_000;

/** After this time without an answer a request is sent again, also in the middle of an object. */
const requestHandler = {
  connectionTimeout: 2000,
  requestTimeout: 20_000,
  throwOnRequestTimeout: true,
  socketTimeout: 20_000,
};
const s3 = new S3Client({ maxAttempts: 5, requestHandler });
const dynamodb = new DynamoDBClient({ maxAttempts: 8, requestHandler });
const events = new EventBridgeClient({ maxAttempts: 5, requestHandler });
const ports: Pick<ArchiveContext, 'open' | 'table' | 'memory' | 'proofs' | 'listKeys' | 'publish'> = {
  open: (object: ObjectName) => openObject(s3, object),
  table: pacedTable(dynamodbSightings(dynamodb, settings.tableName)),
  memory: newIngestMemory(subjectsOfOrganization),
  proofs: rememberingProofs(dynamodbArchiveProofs(dynamodb, settings.tableName)),
  listKeys: async (region) => {
    const client = new CloudTrailClient({ region, maxAttempts: 5, requestHandler });
    return listAllPublicKeys(client, clockTime()).finally(() => client.destroy());
  },
  publish: (altered) => publishEvents(events, settings.eventBus, [alteredTrailEvent(altered)]),
};

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
    ...ports,
    digests: digestsIn(invocation),
    hasTime: () => context.getRemainingTimeInMillis() > lastObjectMs,
    now: clockTime(),
    settings: invocation.kind === 'batch' ? { ...settings, resolutionMinutes: 0 } : settings,
  });
  meter(archived, metricOwner(context, settings));
  reportArchived(log, invocation, objects, archived);
  if (invocation.kind === 'queue') return answerQueue(invocation.messages, objects, archived);
  return answerBatch(invocation.batch, objects, archived);
}

/** Digests of the queue wait for their log files. A backfill reads all log files before all digests. */
function digestsIn(invocation: ArchiveInvocation): ArchiveContext['digests'] {
  if (invocation.kind === 'queue') return 'wait';
  return invocation.batch.digests ? 'alone' : 'note';
}
