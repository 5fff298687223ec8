import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JsonObject, objectAt, textAt } from '../../domain/json.ts';
import { parseEventTime } from '../../domain/time.ts';
import type { IngestContext } from '../../handlers/ingest/ingest.ts';
import { ingest } from '../../handlers/ingest/ingest.ts';
import { newIngestMemory } from '../../handlers/ingest/ingest-memory.ts';
import type { Delivery } from '../../handlers/ingest/read-deliveries.ts';
import { sampleDefaults, writeSampleAccount } from '../../handlers/sample/write-sample-account.ts';
import { readTrailFile } from '../../infra/trail/read-trail-file.ts';
import { walkTrail } from '../../infra/trail/trail-paths.ts';
import { account } from '../domain/builders.ts';
import { flaky } from '../fakes/flaky-table.ts';
import { type IngestTable, sightingModel } from '../fakes/sighting-model.ts';

/**
 * The cost of a week of the sample account's activity, delivered event by event in the order of time, after a day to
 * settle.
 */
export interface ActivityFigures {
  readonly recordsPerDay: number;
  /** Events that the rules let through: those of users and root. */
  readonly events: number;
  /** Pairs of a user and an hour of the clock in which it did something. */
  readonly activeHours: number;
  readonly resolutions: readonly WriteFigures[];
}

export interface WriteFigures {
  readonly resolutionMinutes: number;
  /** Among which the events go round, each with a memory of its own. */
  readonly sandboxes: number;
  /** All that is billed as a write, refused conditions, Regions and the account too. */
  readonly writesPerMillionEvents: number;
  readonly readsPerMillionEvents: number;
  /** Of users' entries and their days. */
  readonly writesPerActiveHour: number;
  /** Of users' entries alone; the rest is one write for each user and day. */
  readonly sightingWritesPerActiveHour: number;
}

const sampleDays = 8;
const courses = [
  { resolutionMinutes: 0, sandboxes: 1 },
  { resolutionMinutes: 15, sandboxes: 1 },
  { resolutionMinutes: 60, sandboxes: 1 },
  { resolutionMinutes: 60, sandboxes: 3 },
] as const;

export async function benchActivity(recordsPerDay: number): Promise<ActivityFigures> {
  const records = await sampleRecords(recordsPerDay);
  const firstDay = String(records[0]?.['eventTime']).slice(0, 10);
  const counted = records.findIndex((record) => String(record['eventTime']).slice(0, 10) > firstDay);
  const week = records.slice(counted);
  const hours = new Set(week.map((record) => `${whoIs(record)} ${String(record['eventTime']).slice(0, 13)}`));
  const resolutions: WriteFigures[] = [];
  for (const course of courses) {
    const cost = await costOf(records.slice(0, counted), week, course);
    const perMillion = (count: number) => Math.round((count / week.length) * 1_000_000);
    resolutions.push({
      ...course,
      writesPerMillionEvents: perMillion(cost.sightings + cost.days + cost.beside),
      readsPerMillionEvents: perMillion(cost.reads),
      writesPerActiveHour: (cost.sightings + cost.days) / hours.size,
      sightingWritesPerActiveHour: cost.sightings / hours.size,
    });
  }
  return { recordsPerDay, events: week.length, activeHours: hours.size, resolutions };
}

/** The records of users and root of the sample account, in the order of time. */
async function sampleRecords(recordsPerDay: number): Promise<JsonObject[]> {
  const dir = await mkdtemp(join(tmpdir(), 'lastseen-bench-'));
  const records: JsonObject[] = [];
  try {
    const { paths } = await writeSampleAccount(dir, { ...sampleDefaults, days: sampleDays, recordsPerDay });
    for await (const step of walkTrail([paths.trail])) {
      if (step.kind !== 'file') continue;
      const keep = (value: unknown) => isOfUser(value as JsonObject) && records.push(value as JsonObject);
      await readTrailFile(step.path, { record: keep, malformed: () => {}, progress: () => {} });
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  return records.sort((a, b) => (String(a['eventTime']) < String(b['eventTime']) ? -1 : 1));
}

/** As the rules of the stack have it. */
function isOfUser(record: JsonObject): boolean {
  const type = textAt(objectAt(record, 'userIdentity') ?? {}, 'type');
  return (
    ['IAMUser', 'Root', 'FederatedUser'].includes(String(type)) && parseEventTime(record['eventTime']) !== undefined
  );
}

function whoIs(record: JsonObject): string {
  const identity = objectAt(record, 'userIdentity') ?? {};
  const issuer = objectAt(objectAt(identity, 'sessionContext'), 'sessionIssuer');
  return textAt(issuer ?? {}, 'principalId') ?? textAt(identity, 'principalId') ?? String(identity['userName']);
}

type Course = (typeof courses)[number];

const reading: ReadonlySet<keyof IngestTable> = new Set(['readEntry', 'readEventually', 'readWatchEventually']);

/** Delivers all, and counts what the table is asked by those that count. */
async function costOf(settling: readonly JsonObject[], week: readonly JsonObject[], course: Course) {
  const cost = { sightings: 0, days: 0, beside: 0, reads: 0 };
  const { table } = sightingModel();
  const asked = flaky(table, (call) => {
    if (reading.has(call)) cost.reads++;
    else if (call !== 'apply') cost.sightings++;
    return 'well';
  });
  const apply: IngestTable['apply'] = (write) => {
    if (write.kind === 'days' && !write.entry.startsWith('region#')) cost.days++;
    else cost.beside++;
    return table.apply(write);
  };
  const contexts = Array.from({ length: course.sandboxes }, () =>
    benchContext(course.resolutionMinutes, { ...asked, apply }),
  );
  const deliver = async (records: readonly JsonObject[]) => {
    for (const [index, each] of records.entries()) {
      await ingest([deliveryOf(each)], contexts[index % course.sandboxes] as IngestContext);
    }
  };
  await deliver(settling);
  Object.assign(cost, { sightings: 0, days: 0, beside: 0, reads: 0 });
  await deliver(week);
  return cost;
}

/** The account of every record of the sample. */
const sampleAccount = '111122223333';
const envelope = { source: 'aws.s3', account: sampleAccount };

export function deliveryOf(detail: JsonObject): Delivery {
  return {
    deliveryId: 'bench',
    body: { kind: 'event', event: { ...envelope, 'detail-type': 'AWS API Call via CloudTrail', detail } },
  };
}

export function benchContext(resolutionMinutes: number, table: IngestTable): IngestContext {
  const settings = { resolutionMinutes, thresholdDays: 90 };
  return {
    table,
    memory: newIngestMemory(),
    publish: async () => {},
    now: sampleDefaults.endsAt,
    accounts: new Set([account(sampleAccount)]),
    hasTime: () => true,
    settings,
  };
}
