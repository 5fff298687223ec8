import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../../domain/json.ts';
import { type Instant, plusDays } from '../../../domain/time.ts';
import { ingestArchive } from '../../../handlers/archive/ingest-archive.ts';
import { reconcileAccount } from '../../../handlers/reconcile/reconcile.ts';
import { dynamodbSightings } from '../../../infra/aws/dynamodb/dynamodb-sightings.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import { account, key, now, recordBy, signIn } from '../../domain/builders.ts';
import { ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { portsOf, worldOf } from '../../fakes/reconcile-world.ts';
import { inventoryOf, listed, person, requestOf } from '../../handlers/reconcile/reconcile-scenario.ts';
import { type Capacity, capacityMeterOf } from '../capacity-meter.ts';
import { contextOf } from './simulate.ts';

/** What one account takes of the table on a day on which all of its users called, over a server that reports units. */
export interface DailyUse {
  readonly users: number;
  /** Units of the write of one user's sightings: of two keys and a password, with the days of more than a week. */
  readonly unitsOfASighting: number;
  /**
   * The daily run: it reads the account and writes each verdict whose last activity is another. The server leaves out
   * the index of verdicts.
   */
  readonly run: Capacity;
}

const users = 50;
/** The last one is measured, at the end of a month. */
const days = 8;
const tableName = 'daily';

/** A week of an account as it goes, and the units of the day after. */
export async function dailyUse(): Promise<DailyUse> {
  const { client, stop } = await startEmbeddedDynamodb();
  try {
    await ensureTable(client, tableName);
    const people = Array.from({ length: users }, (_, index) => person(`user-${index}`, 3));
    const world = worldOf(inventoryOf(people));
    const ports = { ...portsOf(world), table: dynamodbTable(client, tableName) };
    const files = new Map<string, Uint8Array>();
    const ingest = contextOf(dynamodbSightings(client, tableName), files);
    const used = capacityMeterOf(client);
    let [sightings, run]: Capacity[] = [];
    for (let day = 0; day < days; day++) {
      const at = plusDays(now, day);
      const before = used();
      await readFile(ingest, files, recordsOf(people.map(listed), at));
      const between = used();
      const outcome = await reconcileAccount(requestOf({ question: { now: at, thresholdDays: 90 } }), ports);
      if (outcome.kind !== 'done') throw new Error(`the run ended ${outcome.kind}`);
      [sightings, run] = [lessOf(between, before), lessOf(used(), between)];
    }
    if (sightings === undefined || run === undefined) throw new Error('no day was measured');
    return { users, unitsOfASighting: sightings.writes / users, run };
  } finally {
    await stop();
  }
}

const lessOf = (a: Capacity, b: Capacity): Capacity => ({ writes: a.writes - b.writes, reads: a.reads - b.reads });

/** One file with a sign-in and a call by each of two keys, an hour before that moment. */
function recordsOf(people: readonly ReturnType<typeof listed>[], at: Instant): JsonObject[] {
  const eventTime = plusDays(at, -1 / 24);
  return people.flatMap(({ userName, userId, arn }, index) => {
    const identity = { principalId: userId, userName, arn };
    const keys = ['A', 'B'].map((letter) => key(`AKIA${letter}${`${index}`.padStart(15, '0')}`));
    const eventID = (kind: string) => `${at}-${index}-${kind}`.padEnd(36, '0');
    return [
      signIn({
        eventTime,
        eventID: eventID('c'),
        userIdentity: { type: 'IAMUser', accountId: account(), ...identity },
      }),
      ...keys.map((accessKeyId) =>
        recordBy({ ...identity, accessKeyId }, { eventTime, eventID: eventID(accessKeyId) }),
      ),
    ];
  });
}

async function readFile(context: ReturnType<typeof contextOf>, files: Map<string, Uint8Array>, records: JsonObject[]) {
  const name = `123456789012_CloudTrail_eu-west-1_20261123T0800Z_${files.size}.json.gz`;
  files.set(name, gzipSync(JSON.stringify({ Records: records })));
  const { outcomes } = await ingestArchive([{ bucket: 'trail', key: name }], context);
  if (outcomes[0]?.kind !== 'read') throw new Error('the file was not read');
}
