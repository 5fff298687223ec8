import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccountId } from '../../domain/ids.ts';
import { epochMs, type Instant, instantOfEpochMs, plusDays } from '../../domain/time.ts';
import type { State } from '../../domain/verdict.ts';
import { actorsOf } from './actor.ts';
import { playDay, type World } from './day.ts';
import { authorizationDetailsOf, credentialReportOf, userListOf } from './inventory-files.ts';
import { LogFiles, type LogFolder, writeLog } from './log-files.ts';
import { type Person, peopleOf } from './person.ts';
import { randomOf } from './random.ts';

export interface SampleOptions {
  readonly users: number;
  readonly days: number;
  /** Records of each day over all Regions; some of them are delivered twice on top. */
  readonly recordsPerDay: number;
  /** Log files in all; default one for each Region and day. */
  readonly files?: number;
  readonly seed: number;
  /** The end of the last day: the moment as of which to judge. */
  readonly endsAt: Instant;
  readonly regions: readonly string[];
}

export const sampleDefaults: SampleOptions = {
  users: 120,
  days: 120,
  recordsPerDay: 250,
  seed: 20261101,
  endsAt: '2026-11-01T00:00:00Z' as Instant,
  regions: ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-southeast-2'],
};

export interface SampleSummary {
  readonly paths: {
    readonly trail: string;
    readonly credentialReport: string;
    readonly authorizationDetails: string;
    readonly users: string;
  };
  readonly records: number;
  readonly files: number;
  readonly rawBytes: number;
  /** What is true of each user, by unique id, told by who made it up and not by reading the files. */
  readonly truth: ReadonlyMap<string, Truth>;
}

export interface Truth {
  readonly userName: string;
  /** The greatest time of a record that is a sighting of the user. */
  readonly lastSeen: Instant | undefined;
  readonly state: State;
  readonly story: string;
}

const account = '111122223333' as AccountId;

/**
 * Writes the log and inventory files of a made-up account, in AWS's forms, below `dir`. The same options write the same
 * bytes. Stories that reach back further than `days` show in the inventory files alone.
 */
export async function writeSampleAccount(dir: string, options: SampleOptions): Promise<SampleSummary> {
  const { users, days, recordsPerDay, seed, endsAt, regions } = options;
  const random = randomOf(seed);
  const people = peopleOf(users, account, regions, random);
  const actors = actorsOf(people, random);
  const world: World = { account, regions, people, actors, recordsPerDay, days, endMs: epochMs(endsAt), random };
  const files = options.files ?? regions.length * days;
  const folder = { dir, account, regions, days, files, endMs: world.endMs, random };
  const logs = new LogFiles(folder);
  for (let day = 0; day < days; day++) {
    playDay(world, day, (region, record) => logs.take(region, record));
    logs.endDay(day);
  }
  writeSiblings(folder, endsAt);
  const paths = await writeInventory(dir, people, endsAt);
  return { paths, ...logs.written, truth: new Map(people.map((person) => [person.userId, truthOf(person)])) };
}

async function writeInventory(dir: string, people: readonly Person[], endsAt: Instant) {
  const paths = {
    trail: join(dir, 'AWSLogs'),
    credentialReport: join(dir, 'credential-report.csv'),
    authorizationDetails: join(dir, 'authorization-details.json'),
    users: join(dir, 'list-users.json'),
  };
  await mkdir(dir, { recursive: true });
  await writeFile(paths.credentialReport, credentialReportOf(people, account, endsAt));
  await writeFile(
    paths.authorizationDetails,
    `${JSON.stringify(authorizationDetailsOf(people, endsAt), undefined, 2)}\n`,
  );
  await writeFile(paths.users, `${JSON.stringify(userListOf(people, endsAt), undefined, 2)}\n`);
  return paths;
}

/** What AWS writes beside the logs: digests, and Insights where they are switched on. */
function writeSiblings(folder: LogFolder, endsAt: Instant): void {
  const [region = 'us-east-1'] = folder.regions;
  const hourBefore = plusDays(endsAt, -1 / 24);
  const digest = {
    awsAccountId: folder.account,
    digestStartTime: hourBefore,
    digestEndTime: endsAt,
    digestS3Bucket: 'example-trail',
    digestSignatureAlgorithm: 'SHA256withRSA',
    previousDigestSignature: null,
    logFiles: [],
  };
  writeLog(folder, 'CloudTrail-Digest', region, hourBefore, JSON.stringify(digest));
  const insight = {
    eventVersion: '1.09',
    eventTime: hourBefore,
    awsRegion: region,
    eventID: folder.random.uuid(),
    eventType: 'AwsCloudTrailInsight',
    recipientAccountId: folder.account,
    insightDetails: {
      state: 'Start',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      insightType: 'ApiCallRateInsight',
    },
    eventCategory: 'Insight',
  };
  writeLog(folder, 'CloudTrail-Insight', region, hourBefore, JSON.stringify({ Records: [insight] }));
}

function truthOf({ userName, story, lastSeenMs }: Person): Truth {
  const lastSeen = lastSeenMs === undefined ? undefined : instantOfEpochMs(lastSeenMs);
  return { userName, lastSeen, state: story.state, story: story.label };
}
