import { describe, expect, it } from 'vitest';
import type { PackagedStack } from '../package-stack.ts';
import { resolveIntrinsics } from '../resolve-intrinsics.ts';
import { statesOf } from '../states-language.ts';
import { at, propertiesOf } from '../template.ts';

export function archiveBackfillSuite({ template }: PackagedStack): void {
  describe('the backfill', () => {
    const definition = (parameters: Record<string, string> = {}) =>
      resolveIntrinsics(template, propertiesOf(template, 'ArchiveBackfill')['Definition'], {
        TrailBucket: 'trail',
        ...parameters,
      });
    const files = at(definition(), 'States.Files');

    it('is a definition in which every state leads somewhere, is led to and comes to an end', () => {
      const { problems, names } = statesOf(definition());
      expect(problems).toEqual([]);
      expect(names).toEqual(expect.arrayContaining(['Files', 'Read', 'AllRead', 'SomeNotRead']));
    });

    it('lists the bucket under the prefix, and hands ingest-archive batches in the form that it reads', () => {
      expect(files).toMatchObject({
        ItemReader: {
          Resource: 'arn:aws:states:::s3:listObjectsV2',
          Parameters: { Bucket: 'trail', 'Prefix.$': '$.prefix' },
        },
        ItemBatcher: {
          MaxItemsPerBatch: 500,
          MaxInputBytesPerBatch: 262_144,
          BatchInput: { bucket: 'trail', 'digests.$': '$.digests' },
        },
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
      });
      expect(at(files, 'ItemSelector')).toEqual({ 'Key.$': '$$.Map.Item.Value.Key' });
      const read = at(files, 'ItemProcessor.States.Read');
      expect(read).toMatchObject({
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: '<IngestArchiveLambdaFunction.Arn>', 'Payload.$': '$' },
        OutputPath: '$.Payload',
      });
      const timeout = propertiesOf(template, 'IngestArchiveLambdaFunction')['Timeout'] as number;
      expect(at(read, 'TimeoutSeconds')).toBeGreaterThan(timeout);
    });

    it('runs as many at once as the setting says, as a number', () => {
      expect(at(definition(), 'States.Settings.Parameters')).toEqual({
        'prefix.$': '$.prefix',
        'concurrency.$': "States.StringToJson('20')",
        digests: false,
        failedBefore: 0,
      });
      expect(at(definition({ BackfillConcurrency: '7' }), 'States.Settings.Parameters')).toMatchObject({
        'concurrency.$': "States.StringToJson('7')",
      });
      expect(at(files, 'MaxConcurrencyPath')).toBe('$.concurrency');
    });

    it('is not stopped by single files, keeps what came of each batch, and fails in the end if any failed', () => {
      expect(files).toMatchObject({
        ToleratedFailurePercentage: 50,
        ResultWriter: { Parameters: { Bucket: '<ArchiveBackfillResults>', Prefix: 'results' } },
        Next: 'Count',
      });
      expect(at(definition(), 'States.IsAllRead')).toMatchObject({
        Choices: [
          { Variable: '$.counted.batches.Failed', NumericGreaterThan: 0, Next: 'SomeNotRead' },
          { Variable: '$.failedBefore', NumericGreaterThan: 0, Next: 'SomeNotRead' },
        ],
        Default: 'Done',
      });
    });

    it('keeps its results from strangers, and outlives the stack for as long as they are kept', () => {
      expect(template.Resources['ArchiveBackfillResults']).toMatchObject({
        DeletionPolicy: 'Retain',
        Properties: { PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true } },
      });
    });

    it('logs what fails, for as long as the functions do', () => {
      const machine = resolveIntrinsics(template, propertiesOf(template, 'ArchiveBackfill'), { TrailBucket: 'trail' });
      expect(at(machine, 'LoggingConfiguration')).toEqual({
        Level: 'ERROR',
        IncludeExecutionData: true,
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: '<ArchiveBackfillLogGroup.Arn>' } }],
      });
      expect(resolveIntrinsics(template, propertiesOf(template, 'ArchiveBackfillLogGroup'))).toEqual({
        LogGroupName: '/aws/vendedlogs/states/lastseen-prod-archive-backfill',
        RetentionInDays: '30',
      });
    });

    it('is the machine that its role may start, by name', () => {
      expect(resolveIntrinsics(template, propertiesOf(template, 'ArchiveBackfill')['StateMachineName'])).toBe(
        'lastseen-prod-archive-backfill',
      );
    });
  });
}
