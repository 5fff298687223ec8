import { type Instant, instantOfEpochMs } from '../../domain/time.ts';
import { ingest } from '../../handlers/ingest/ingest.ts';
import { type Random, randomOf } from '../../handlers/sample/random.ts';
import { dynamodbSightings } from '../../infra/aws/dynamodb/dynamodb-sightings.ts';
import { record } from '../domain/builders.ts';
import { ensureTable, startEmbeddedDynamodb } from '../fakes/embedded-dynamodb.ts';
import { benchContext, deliveryOf } from './ingest-activity-bench.ts';
import { meterOf, type TableUse, writeEquivalents } from './table-meter.ts';

/** How the users of a day act, and on how many sandboxes their events fall, each on a random one. */
export interface DayCourse {
  readonly users: number;
  readonly sandboxes: number;
  /** Six events of each user an hour: one every ten minutes, or at six random moments. */
  readonly moments: 'even' | 'random';
}

/** The requests of a day from an empty table on, and their cost in writes for each user and hour. */
export interface DayFigures extends DayCourse {
  readonly use: TableUse;
  readonly equivalentsPerActiveHour: number;
}

/** A hundred users: the days that `npm run bench` measures. */
export const dayCourses: readonly DayCourse[] = (['even', 'random'] as const).flatMap((moments) =>
  [1, 3, 10].map((sandboxes) => ({ users: 100, sandboxes, moments })),
);

const hours = 24;
const eventsAnHour = 6;
const midnight = Date.UTC(2026, 9, 30);

/** Delivers a day of calls one by one to the real flow, over a server with DynamoDB's protocol, and counts requests. */
export async function benchDay(course: DayCourse, seed = 1): Promise<DayFigures> {
  const { client, stop } = await startEmbeddedDynamodb();
  try {
    await ensureTable(client, 'day');
    const read = meterOf(client);
    const table = dynamodbSightings(client, 'day');
    const random = randomOf(seed);
    const contexts = Array.from({ length: course.sandboxes }, () => benchContext(60, table));
    for (const { user, at } of eventsOf(course, random)) {
      const { counts } = await ingest([deliveryOf(callOf(user, at))], random.pick(contexts));
      if (counts.recorded !== 1) throw new Error(`the call of user ${user} at ${at} was not recorded`);
    }
    return { ...course, use: read(), equivalentsPerActiveHour: writeEquivalents(read()) / (course.users * hours) };
  } finally {
    await stop();
  }
}

interface Call {
  readonly user: number;
  readonly at: Instant;
}

/** In the order of time. */
function eventsOf({ users, moments }: DayCourse, random: Random): Call[] {
  const slotMs = 3_600_000 / eventsAnHour;
  const calls = Array.from({ length: users }, (_, user) => {
    const offsetMs = random.below(slotMs);
    return Array.from({ length: hours * eventsAnHour }, (_, slot) => {
      const hourMs = Math.floor(slot / eventsAnHour) * 3_600_000;
      const ms = moments === 'even' ? slot * slotMs + offsetMs : hourMs + random.below(3_600_000);
      return { user, at: instantOfEpochMs(midnight + ms) ?? ('' as Instant) };
    });
  });
  return calls.flat().sort((a, b) => (a.at < b.at ? -1 : 1));
}

function callOf(user: number, eventTime: Instant) {
  const principalId = `AIDABENCH${`${user}`.padStart(11, '0')}`;
  const [userName, accountId] = [`user-${user}`, '111122223333'];
  const arn = `arn:aws:iam::${accountId}:user/${userName}`;
  const accessKeyId = `AKIABENCH${`${user}`.padStart(11, '0')}`;
  const userIdentity = { type: 'IAMUser', principalId, userName, arn, accountId, accessKeyId };
  return record({ userIdentity, recipientAccountId: accountId, eventTime, eventID: `${user}-${eventTime}` });
}
