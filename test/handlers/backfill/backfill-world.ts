import { randomUUID } from 'node:crypto';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { IamUser } from '../../../domain/inventory/iam-user.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { userEntry } from '../../../domain/sightings/entry.ts';
import { type Instant, plusDays } from '../../../domain/time.ts';
import { type BackfillRequest, backfill } from '../../../handlers/backfill/backfill.ts';
import type { BackfillPorts } from '../../../handlers/backfill/backfill-ports.ts';
import { cloudtrailLookup } from '../../../infra/aws/cloudtrail/cloudtrail-lookup.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import { account, iamUser, instant, recordBy, region, user } from '../../domain/builders.ts';
import { type CloudtrailServer, startCloudtrailServer } from '../../fakes/cloudtrail-server.ts';
import { ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';

/** The time at which these tests begin: the fake knows 90 days before the clock. */
export const startedAt = instant(new Date().toISOString());
export const days = (count: number): Instant => plusDays(startedAt, -count);

export const idOf = (name: string) => user(`AIDA${name.toUpperCase().padEnd(17, 'X')}`);
export const entryOfName = (name: string) => userEntry(idOf(name));

export const person = (userName: string, changes: Partial<IamUser> = {}): IamUser =>
  iamUser({ userName, userId: idOf(userName), createdAt: days(400), ...changes });

/** One call of a user, so many days ago, in a Region. */
export function callOf(userName: string, daysAgo: number, where = 'eu-west-1', changes: JsonObject = {}): JsonObject {
  const arn = `arn:aws:iam::${account()}:user/${userName}`;
  const identity = { userName, principalId: idOf(userName), arn, accountId: account() };
  const eventID = randomUUID();
  return recordBy(identity, { eventTime: days(daysAgo), awsRegion: where, eventID, ...changes });
}

/** A call in a session of a role that has the user's name, or in a federated session that has it. */
export const namesakeCall = (type: 'AssumedRole' | 'FederatedUser', name: string, daysAgo: number) =>
  callOf('somebody', daysAgo, 'eu-west-1', { userIdentity: { type, principalId: `X:${name}`, accountId: account() } });

export interface BackfillWorld {
  readonly server: CloudtrailServer;
  newTable(): Promise<LastSeenTable>;
  run(users: readonly IamUser[], changes?: Partial<BackfillRequest & BackfillPorts>): ReturnType<typeof backfill>;
  stop(): Promise<void>;
}

/** CloudTrail's fake, at no pace unless told, and embedded tables; `run` works on the newest of them. */
export async function startBackfillWorld(): Promise<BackfillWorld> {
  const [server, dynamodb] = await Promise.all([startCloudtrailServer(), startEmbeddedDynamodb()]);
  let table: LastSeenTable;
  const clientOf = (name: string) =>
    new CloudTrailClient({
      region: name,
      endpoint: server.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 2,
    });
  return {
    server,
    newTable: async () => {
      const name = `backfill-${randomUUID()}`;
      await ensureTable(dynamodb.client, name);
      table = dynamodbTable(dynamodb.client, name);
      return table;
    },
    run: async (users, changes = {}) => {
      const history = cloudtrailLookup(clientOf, 0);
      const request = {
        accountId: account(),
        users,
        regions: [region('eu-west-1'), region('us-east-1')],
        question: { now: startedAt, thresholdDays: 90 },
        pages: 200,
      };
      const clock = () => instant(new Date().toISOString());
      const ports = { table, history, clock, isOver: () => false, progress: { start: () => {}, done: () => {} } };
      return backfill({ ...request, ...changes }, { ...ports, ...changes }).finally(() => history.close());
    },
    stop: async () => {
      await Promise.all([server.stop(), dynamodb.stop()]);
    },
  };
}
