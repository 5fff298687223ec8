import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { newIngestMemory, remember } from '../../../handlers/ingest/ingest-memory.ts';
import { randomOf } from '../../../handlers/sample/random.ts';
import { dynamodbArchiveProofs } from '../../../infra/aws/dynamodb/proofs/dynamodb-archive-proofs.ts';
import { daysAgo, lastSeen, sighting } from '../../domain/builders.ts';
import { startAwsJsonServer } from '../../fakes/aws-json-server.ts';
import { ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { type ObjectServer, startObjectServer } from '../../fakes/object-server.ts';
import { hourText, publicKeyAnswer } from '../../fakes/trail/signed-trail.ts';
import { type FunctionProcess, startFunction } from './function-process.ts';
import { fileOf } from './organization-files.ts';
import { signedFiles, startHour, trailBucket } from './signed-files.ts';

/** Milliseconds of processor that the bundled function takes for one object, with its requests to S3 and the table. */
export interface FunctionFigures {
  /** For a file of about 57 records, in batches of a thousand. */
  readonly cpuMsAFile: number;
  /** For a digest, of which one in four names twelve log files: with everything until its hours are proven. */
  readonly cpuMsADigest: number;
}

/** Runs the bundled function over servers with the protocols of S3, DynamoDB and CloudTrail. */
export async function measureFunction(): Promise<FunctionFigures> {
  const [s3, dynamodb] = [await startObjectServer(), await startEmbeddedDynamodb()];
  const cloudtrail = await startAwsJsonServer({ 'CloudTrail_20131101.ListPublicKeys': () => publicKeys });
  await ensureTable(dynamodb.client, 'function');
  await dynamodbArchiveProofs(dynamodb.client, 'function').noteDigests(trailBucket);
  const ingestArchive = await startFunction({
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    AWS_ENDPOINT_URL_CLOUDTRAIL: cloudtrail.endpoint,
  });
  try {
    return { cpuMsAFile: await cpuOfFiles(ingestArchive, s3), cpuMsADigest: await cpuOfDigests(ingestArchive, s3) };
  } finally {
    await ingestArchive.stop();
    await Promise.all([s3.stop(), dynamodb.stop(), cloudtrail.stop()]);
  }
}

const publicKeys = {
  PublicKeyList: publicKeyAnswer.PublicKeyList.map(({ Fingerprint, Value }) => ({ Fingerprint, Value })),
};
const [batchAccounts, batchFiles] = [100, 1000];

/** The first batch shows all users. The second has the same hour: nearly nobody is due, as in a batch of minutes. */
async function cpuOfFiles(ingestArchive: FunctionProcess, { objects }: ObjectServer): Promise<number> {
  const invoke = (firstSeed: number) => {
    const batch = Array.from({ length: batchFiles }, (_, index) => {
      const seed = firstSeed + Math.floor(index / batchAccounts);
      return fileOf({ accounts: 1000, users: 53_000, hours: 24, seed }, index % batchAccounts, 0);
    });
    for (const { object, bytes } of batch) objects.set(`${object.bucket}/${object.key}`, bytes);
    return ingestArchive.invoke(
      '2026-10-30T02:00:00Z',
      trailBucket,
      batch.map(({ object }) => object.key),
    );
  };
  await invoke(1);
  return (await invoke(101)) / batchFiles;
}

/** One of each gathering group. */
const digestAccounts = 32;

/** Seven hours, so that each group of accounts is counted at least once. */
async function cpuOfDigests(ingestArchive: FunctionProcess, { objects: kept }: ObjectServer): Promise<number> {
  const { objects, arriving } = signedFiles(
    { accounts: digestAccounts, busyRegions: 4, hours: 7, idStep: 1 },
    randomOf(4),
  );
  for (const [key, object] of objects) kept.set(`${trailBucket}/${key}`, object);
  const inHour = (hour: number, isDigest: boolean) =>
    arriving
      .filter(({ key, minute }) => Math.floor(minute / 60) === hour && key.includes('-Digest_') === isDigest)
      .map(({ key }) => key);
  let [cpuMs, digests] = [0, 0];
  for (let hour = 1; hour <= 7; hour++) {
    await ingestArchive.invoke(hourText(startHour + hour), trailBucket, inHour(hour - 1, false));
    const some = inHour(hour, true);
    cpuMs += await ingestArchive.invoke(hourText(startHour + hour + 1), trailBucket, some);
    digests += some.length;
  }
  return cpuMs / digests;
}

/** Megabytes of the memory of one sandbox that remembers so many users, each with a sighting that waits. */
export function megabytesOf(subjects: number): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  const before = process.memoryUsage().heapUsed;
  const memory = newIngestMemory(subjects);
  for (let user = 0; user < subjects; user++) {
    const arn = `arn:aws:iam::111122223333:user/people/user-${user}`;
    const seen = (at: number) => lastSeen(sighting({ at: daysAgo(1, at), userName: `user-${user}`, arn }));
    remember(memory, `111122223333 user#AIDA${`${user}`.padStart(16, '0')}`, seen(0), seen(60));
  }
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  if (memory.subjects.size !== subjects) throw new Error('some users were forgotten');
  return bytes / 1e6;
}
