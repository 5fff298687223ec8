/** Writes the whole made-up account: log files and inventory files. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { epochMs, type Instant } from '../../domain/time.ts';
import { actorsOf } from './actor.ts';
import { roleCallers, serviceCallers } from './callers.ts';
import { credentialReportOf } from './credential-report-csv.ts';
import { recordsOfDay, type World } from './day.ts';
import { openSampleDigests, type ProofPaths } from './digests/sample-digests.ts';
import { writeInsight } from './insight-file.ts';
import { authorizationDetailsOf, userListOf } from './listings.ts';
import { openLogFiles } from './log-files.ts';
import { type Person, peopleOf } from './person.ts';
import { type Random, randomOf } from './random.ts';
import { type Truth, truthOf } from './truth.ts';

export interface SampleOptions {
  readonly users: number;
  readonly days: number;
  /** Different records of each day over all Regions; a few are delivered twice in addition. */
  readonly recordsPerDay: number;
  /** Log files in all, at least one for each Region; by default one for each Region and day. */
  readonly files?: number;
  readonly seed: number;
  /** The end of the last day: the time for the verdicts. */
  readonly endsAt: Instant;
  readonly regions?: readonly string[];
}

export const sampleDefaults: SampleOptions & { readonly regions: readonly string[] } = {
  users: 120,
  days: 120,
  recordsPerDay: 250,
  seed: 20261101,
  endsAt: '2026-11-01T00:00:00Z' as Instant,
  regions: ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-southeast-2'],
};

export interface SampleSummary {
  readonly paths: ProofPaths & {
    readonly trail: string;
    readonly credentialReport: string;
    readonly authorizationDetails: string;
    readonly users: string;
  };
  /** Records in the log files; one that is in two files counts twice. */
  readonly records: number;
  /** Log files, without digests and Insights. */
  readonly files: number;
  /** Bytes of the log files before compression. */
  readonly rawBytes: number;
  /** The truth about each user, by unique id. */
  readonly truth: ReadonlyMap<string, Truth>;
}

/** The progress: days, records, and bytes before compression of the finished files. */
export interface SampleProgress {
  readonly days: number;
  readonly records: number;
  readonly bytes: number;
}

const account = '111122223333';

/**
 * Writes the log and inventory files of a made-up account, in AWS's forms, below `dir`. The same options write the same
 * bytes. Activity earlier than `days` ago is only in the inventory files. Memory grows with the users, not
 * with the records. Rejects where a file cannot be written.
 */
export async function writeSampleAccount(
  dir: string,
  options: SampleOptions,
  progress: (done: SampleProgress) => void = () => undefined,
): Promise<SampleSummary> {
  const random = randomOf(options.seed);
  const world = worldOf(options, random);
  const { people, regions, days, endMs, recordsPerDay } = world;
  const folder = { dir, account, regions, random };
  const files = options.files ?? regions.length * days;
  const digests = openSampleDigests(folder, options);
  const logs = openLogFiles(folder, { days, files, recordsPerDay, endMs }, digests.deliver);
  for (let day = 0; day < days; day++) {
    for (const line of recordsOfDay(world, day)) {
      const full = logs.take(line, day);
      if (full !== undefined) await full;
    }
    await logs.endDay(day);
    digests.endDay(day);
    progress({ days: day + 1, records: logs.written.records, bytes: logs.written.rawBytes });
  }
  await writeInsight(folder, endMs);
  const paths = { ...digests.end(), ...(await writeInventory(dir, people, options.endsAt, random)) };
  const truth = new Map(people.map((person) => [person.userId, truthOf(person, options.endsAt)]));
  return { paths, ...logs.written, truth };
}

function worldOf(options: SampleOptions, random: Random): World {
  const { users, days, recordsPerDay, regions = sampleDefaults.regions } = options;
  const endMs = epochMs(options.endsAt);
  const people = peopleOf(users, account, regions, random);
  const actors = actorsOf(people, endMs, random);
  const weightedActors = actors.flatMap((actor) => Array.from({ length: actor.activity.weight }, () => actor));
  const [roles, services] = [roleCallers(account), serviceCallers()];
  return {
    account,
    regions,
    people,
    actors,
    weightedActors: weightedActors,
    roles,
    services,
    recordsPerDay,
    days,
    endMs,
    random,
  };
}

async function writeInventory(dir: string, people: readonly Person[], endsAt: Instant, random: Random) {
  const paths = {
    trail: join(dir, 'AWSLogs'),
    credentialReport: join(dir, 'credential-report.csv'),
    authorizationDetails: join(dir, 'authorization-details.json'),
    users: join(dir, 'list-users.json'),
  };
  const asJson = (answer: unknown) => `${JSON.stringify(answer, undefined, 2)}\n`;
  await mkdir(dir, { recursive: true });
  await writeFile(paths.credentialReport, credentialReportOf(people, account, endsAt));
  await writeFile(paths.authorizationDetails, asJson(authorizationDetailsOf(people, account, endsAt, random)));
  await writeFile(paths.users, asJson(userListOf(people, endsAt)));
  return paths;
}
