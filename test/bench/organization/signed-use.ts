import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { hourOf } from '../../../domain/coverage/proven-hours.ts';
import { gatheringGroups } from '../../../domain/digests/gathering.ts';
import { readPublicKeys } from '../../../domain/digests/public-key.ts';
import { parseAccountId, parseRegion } from '../../../domain/ids.ts';
import { planProof } from '../../../domain/table/plan-sightings.ts';
import { type Instant, plusMinutes } from '../../../domain/time.ts';
import type { ArchiveContext } from '../../../handlers/archive/archive-ports.ts';
import { ingestArchive } from '../../../handlers/archive/ingest-archive.ts';
import { rememberingProofs } from '../../../handlers/archive/remembering-proofs.ts';
import { randomOf } from '../../../handlers/sample/random.ts';
import { dynamodbSightings } from '../../../infra/aws/dynamodb/dynamodb-sightings.ts';
import { dynamodbArchiveProofs } from '../../../infra/aws/dynamodb/proofs/dynamodb-archive-proofs.ts';
import { ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { hourText, publicKeyAnswer } from '../../fakes/trail/signed-trail.ts';
import { type Capacity, capacityMeterOf } from '../capacity-meter.ts';
import { manyAccountsTable } from './many-accounts-table.ts';
import { regionNames } from './organization-files.ts';
import {
  type ArrivingObject,
  type SignedLoad,
  signedAccount,
  signedFiles,
  startHour,
  trailBucket,
  trailRoot,
} from './signed-files.ts';
import { contextOf } from './simulate.ts';

/** What the log files and digests of one group of accounts take of the table, without sightings. */
export interface SignedFigures extends SignedLoad {
  readonly files: number;
  readonly digests: number;
  /** Batches of the organization's objects, of which each holds some of this group. */
  readonly batches: number;
  readonly groups: number;
  /** What marks of log files take until they are forgotten, and what digests take beside. */
  readonly marks: Capacity;
  readonly counted: Capacity;
}

/** Lambda begins with five batches of a queue at a time, each with a fifth of what arrives. */
const pollers = 5;
const windowMinutes = 5;
const objectsABatch = 1000;
const sandboxes = 3;

/**
 * Runs the real flow over a server with DynamoDB's protocol that reports the units of each request. All entries are of
 * one group of accounts, so the whole organization takes as many times as much as there are groups. The group's chains
 * and proven hours begin half a month and a year old.
 */
export async function signedUse(load: SignedLoad, seed = 1): Promise<SignedFigures> {
  const random = randomOf(seed);
  const { objects, arriving } = signedFiles(load, random);
  const world = await openWorld(load);
  try {
    const files = new Map([...objects].map(([key, { bytes }]) => [key, bytes]));
    const open: ArchiveContext['open'] = async ({ key }) => {
      const found = objects.get(key);
      if (found === undefined) return { kind: 'missing', why: 'NoSuchKey' };
      const { bytes, metadata } = found;
      return { kind: 'open', bytes: once(bytes), sizeBytes: bytes.length, metadata, close: () => {} };
    };
    const contexts = Array.from({ length: sandboxes }, () => ({
      ...contextOf(world.table, files),
      ...world.ports(),
      open,
    }));
    const batches = batchesOf(arriving, load, (count) => random.below(count));
    for (const { minute, keys } of batches) {
      const named = keys.map((key) => ({ bucket: trailBucket, key }));
      const { outcomes } = await ingestArchive(named, { ...random.pick(contexts), now: momentOf(minute) });
      const failed = outcomes.find(({ kind }) => kind !== 'read' && kind !== 'skipped');
      if (failed !== undefined) throw new Error(`an object was not done: ${JSON.stringify(failed)}`);
    }
    await world.forgetMarks();
    const digests = load.accounts * regionNames.length * load.hours;
    return {
      ...load,
      files: arriving.length - digests,
      digests,
      batches: batches.length,
      groups: gatheringGroups,
      ...world.use(),
    };
  } finally {
    await world.stop();
  }
}

const momentOf = (minute: number): Instant => plusMinutes(hourText(startHour) as Instant, minute);

async function* once(bytes: Uint8Array) {
  yield bytes;
}

/** The objects of a window fall into as many batches as Lambda takes at a time, or more where one is full. */
function batchesOf(arriving: readonly ArrivingObject[], { hours }: SignedLoad, below: (count: number) => number) {
  const aWindow = (arriving.length * gatheringGroups * windowMinutes) / (hours * 60);
  const lanes = Math.max(pollers, Math.ceil(aWindow / objectsABatch));
  const batches = new Map<string, { minute: number; keys: string[] }>();
  for (const { key, minute } of arriving) {
    const end = (Math.floor(minute / windowMinutes) + 1) * windowMinutes;
    const place = `${end} ${below(lanes)}`;
    const batch = batches.get(place) ?? { minute: end, keys: [] };
    batches.set(place, batch);
    batch.keys.push(key);
  }
  return [...batches.values()];
}

async function openWorld({ accounts }: SignedLoad) {
  const { client, endpoint, stop } = await startEmbeddedDynamodb();
  await ensureTable(client, tableName);
  const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };
  const clientOfMarks = new DynamoDBClient({ endpoint, region: 'local', credentials });
  const { keepNewFiles, newFiles, forgetNewFiles } = dynamodbArchiveProofs(clientOfMarks, tableName);
  const store = { ...dynamodbArchiveProofs(client, tableName), keepNewFiles, newFiles, forgetNewFiles };
  const sightings = dynamodbSightings(client, tableName);
  await store.noteDigests(trailBucket);
  await beginHalfFull(accounts, store, sightings);
  const [counted, marks] = [capacityMeterOf(client), capacityMeterOf(clientOfMarks)];
  const { table: others } = manyAccountsTable();
  const table: ArchiveContext['table'] = {
    ...others,
    apply: (write) => (write.kind === 'proof' ? sightings.apply(write) : others.apply(write)),
  };
  const keys = readPublicKeys(publicKeyAnswer) ?? new Map();
  return {
    table,
    ports: () => ({ proofs: rememberingProofs(store), listKeys: async () => keys }),
    forgetMarks: () => store.forgetNewFiles(trailBucket, Number(signedAccount(0)) % gatheringGroups, '9'),
    use: () => ({ marks: marks(), counted: counted() }),
    stop: async () => {
      clientOfMarks.destroy();
      await stop();
    },
  };
}

const tableName = 'signed';
const lastYear = 365;

/** Each chain has shown the month so far, and reading calls on each day of a year. */
async function beginHalfFull(
  accounts: number,
  proofs: ArchiveContext['proofs'],
  { apply }: Pick<ArchiveContext['table'], 'apply'>,
): Promise<void> {
  const [from, to] = ['2026-11-01T00:00:00Z' as Instant, momentOf(0)];
  const [first, end] = [hourOf(from), hourOf(to)];
  const hours = new Set(Array.from({ length: end - 24 - first }, (_, index) => first + index));
  const proven = { hours, selectorHours: hours, end: end - 24 };
  const today = Math.floor(end / 24);
  const readingDays = new Set(Array.from({ length: lastYear }, (_, day) => today - 1 - day));
  for (let index = 0; index < accounts; index++) {
    for (const text of regionNames) {
      const [accountId, region, home] = [
        parseAccountId(signedAccount(index)),
        parseRegion(text),
        parseRegion('eu-west-1'),
      ];
      if (accountId === undefined || region === undefined || home === undefined)
        throw new Error(`${text} is no Region`);
      const trail = { accountId, trail: 'organization-trail', home, root: trailRoot, isOrganization: false };
      const name = { ...trail, region, isBackfill: false };
      await proofs.addToChain(trailBucket, name, { spans: [{ from, to }], readingDays });
      for (const write of planProof(accountId, region, undefined, proven)) await apply(write);
    }
  }
}
