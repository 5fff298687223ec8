import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import { dynamodbArchiveProofs } from '../../../infra/aws/dynamodb/proofs/dynamodb-archive-proofs.ts';
import { account, daysAgo, record, recordBy, region } from '../../domain/builders.ts';
import { ensureTable } from '../../fakes/embedded-dynamodb.ts';
import { hasMoto } from '../../fakes/moto/moto-server.ts';
import { type StatesEmulator, startStatesEmulator } from '../../fakes/moto/states-emulator.ts';
import { hourText } from '../../fakes/trail/signed-trail.ts';
import { logFile, logKey } from '../../handlers/archive/archive-world.ts';
import { publicKeys, trailOf } from '../../handlers/archive/digest-world.ts';
import type { PackagedStack } from '../package-stack.ts';
import { resolveIntrinsics } from '../resolve-intrinsics.ts';
import { propertiesOf } from '../template.ts';

const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:lastseen-prod-ingest-archive';

/** The packaged definition, run by the emulator. Its function is the real one, over the emulator's S3 and DynamoDB. */
export function archiveBackfillRunSuite({ template }: PackagedStack): void {
  describe.skipIf(!hasMoto)('the backfill, run by moto (skipped where that or Python is missing)', () => {
    const definition = asMotoReadsIt(
      resolveIntrinsics(template, propertiesOf(template, 'ArchiveBackfill')['Definition'], {
        TrailBucket: 'trail',
        BackfillConcurrency: '2',
      }),
    );
    let emulator: StatesEmulator;
    let s3: S3Client;
    let dynamodb: DynamoDBClient;
    let handler: (event: unknown, context: Context) => Promise<unknown>;
    let invocations: { readonly BatchInput: unknown; readonly Items: readonly { readonly Key: string }[] }[];
    let failsAt: (invocation: number) => boolean;

    const put = (Key: string, Body: Uint8Array | string) =>
      s3.send(new PutObjectCommand({ Bucket: 'trail', Key, Body }));
    const users = async () => [...(await dynamodbTable(dynamodb, 'lastseen').readAccount(account())).lastSeen.keys()];

    /** Each object once: a batch that took too long is tried again. */
    const objectsRead = () => [...new Set(invocations.flatMap(({ Items }) => Items.map(({ Key }) => Key)))].sort();

    const invoke = async (event: unknown) => {
      invocations.push(event as (typeof invocations)[number]);
      if (failsAt(invocations.length)) throw new Error('the table is away');
      const context = { invokedFunctionArn: functionArn, getRemainingTimeInMillis: () => 600_000 };
      return handler(event, context as unknown as Context);
    };

    // An emulator for each run: moto starts only one.
    beforeEach(async () => {
      invocations = [];
      failsAt = () => false;
      emulator = await startStatesEmulator(invoke);
      for (const [name, value] of Object.entries({ ...emulator.env, TABLE_NAME: 'lastseen' })) vi.stubEnv(name, value);
      vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
      vi.resetModules();
      ({ handler } = (await import('../../../handlers/lambda/ingest-archive.ts')) as { handler: typeof handler });
      [s3, dynamodb] = [new S3Client({}), new DynamoDBClient({})];
      await ensureTable(dynamodb, 'lastseen');
      for (const Bucket of ['trail', 'results']) await s3.send(new CreateBucketCommand({ Bucket }));
    });
    afterEach(async () => {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
      await emulator?.stop();
    });

    it('reads every file under the prefix, and passes by what is no log', async () => {
      const own = (index: number) => recordBy({ principalId: `AIDAUSER${index}` }, { eventTime: daysAgo(index) });
      for (const index of [1001, 1002, 1003]) await put(`good/${logKey(index)}`, logFile(own(index)));
      await put('good/README.md', 'no log');
      expect(await emulator.run(definition, { prefix: 'good/' })).toMatchObject({ status: 'SUCCEEDED' });
      expect((await users()).sort()).toEqual(['user#AIDAUSER1001', 'user#AIDAUSER1002', 'user#AIDAUSER1003']);
      expect(objectsRead()).toHaveLength(4);
      expect(invocations).toContainEqual({
        BatchInput: { bucket: 'trail', digests: false },
        Items: [expect.objectContaining({ Key: `good/${logKey(1001)}` })],
      });
    });

    it('goes on past a file that cannot be read, and fails in the end with the place where it is named', async () => {
      const whole = logFile(record());
      await put(`bad/${logKey(0)}`, whole.subarray(0, 40));
      for (const index of [1, 2, 3]) await put(`bad/${logKey(index)}`, whole);
      expect(await emulator.run(definition, { prefix: 'bad/' })).toMatchObject({
        status: 'FAILED',
        error: 'FilesNotRead',
        cause: expect.stringContaining('s3://results/results/'),
      });
      expect(objectsRead()).toHaveLength(4);
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'results' }));
      expect(Contents.map(({ Key }) => Key)).toContainEqual(expect.stringContaining('manifest.json'));
    });

    it('tries again what may pass', async () => {
      await put(`again/${logKey(0)}`, logFile(record()));
      failsAt = (invocation) => invocation === 1;
      const quick = definition.replaceAll('"IntervalSeconds":20', '"IntervalSeconds":1');
      expect(await emulator.run(quick, { prefix: 'again/' })).toMatchObject({ status: 'SUCCEEDED' });
      expect(invocations).toHaveLength(2);
    });

    it('reads digests after all log files, and counts what they prove', async () => {
      const proofs = dynamodbArchiveProofs(dynamodb, 'lastseen');
      await proofs.keepPublicKeys(region(), publicKeys);
      const objects = trailOf({ hours: 2, files: { 1: 1 }, prefix: 'years/' });
      for (const [Key, { bytes, metadata }] of objects) {
        await s3.send(new PutObjectCommand({ Bucket: 'trail', Key, Body: bytes, Metadata: { ...metadata } }));
      }
      expect(await emulator.run(definition, { prefix: 'years/' })).toMatchObject({ status: 'SUCCEEDED' });
      const passes = invocations.map(({ BatchInput }) => (BatchInput as { digests: boolean }).digests);
      expect(passes).toEqual([false, false, false, true, true, true]);
      const trail = { accountId: account(), trail: 'main_trail', home: region(), isOrganization: false };
      const [chain] = await proofs.readChains('trail', { ...trail, root: 'years/AWSLogs/' });
      expect(chain?.spans).toEqual([{ from: hourText(0), to: hourText(2) }]);
    });

    it('reads the whole bucket where no prefix is given', async () => {
      for (const index of [1, 2]) await put(logKey(index), logFile(record()));
      expect(await emulator.run(definition, {})).toMatchObject({ status: 'SUCCEEDED' });
      expect(objectsRead()).toEqual([logKey(1), logKey(2)].sort());
    });
  });
}

/**
 * moto knows no batcher: each item becomes a batch of one, in the batcher's form. It reads a percentage only with a
 * decimal point. It passes parameters and answers of an SDK call as they are; Step Functions capitalises their first
 * letters.
 */
function asMotoReadsIt(definition: unknown): string {
  const machine = structuredClone(definition) as { States: { Files: Record<string, unknown> } };
  const { ItemBatcher, ItemSelector, ...files } = machine.States.Files;
  const { BatchInput } = ItemBatcher as { BatchInput: unknown };
  expect(ItemSelector).toEqual({ 'Key.$': '$$.Map.Item.Value.Key' });
  const oneByOne = { BatchInput, 'Items.$': 'States.Array($$.Map.Item.Value)' };
  machine.States.Files = { ...files, ItemSelector: oneByOne };
  return JSON.stringify(machine)
    .replaceAll('<IngestArchiveLambdaFunction.Arn>', functionArn)
    .replaceAll('<ArchiveBackfillResults>', 'results')
    .replaceAll('<LastSeenTable>', 'lastseen')
    .replace('"ToleratedFailurePercentage":50', '"ToleratedFailurePercentage":50.0')
    .replace('{"MapRunArn.$"', '{"mapRunArn.$"')
    .replace('$.ExecutionCounts', '$.executionCounts')
    .replaceAll('$.counted.batches.Failed', '$.counted.batches.failed')
    .replace('$.counted.batches.Total', '$.counted.batches.total');
}
