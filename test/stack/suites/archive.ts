import { describe, expect, it } from 'vitest';
import { matchesEvent } from '../match-event.ts';
import type { PackagedStack } from '../package-stack.ts';
import { resolveIntrinsics } from '../resolve-intrinsics.ts';
import { asList, at, ofType, propertiesOf } from '../template.ts';

const given = { TrailBucket: 'trail' };

/** Everything that a stack without a trail's bucket does not have. */
const optional: Readonly<Record<string, string>> = {
  IngestArchiveLogGroup: 'TrailGiven',
  IngestArchiveLambdaFunction: 'TrailGiven',
  ArchiveQueuePolicy: 'TrailGiven',
  ArchiveSubscription: 'TrailTopicGiven',
  ArchiveRule: 'TrailGiven',
  ArchiveMapping: 'TrailGiven',
  ArchiveDeadLetterPolicy: 'TrailGiven',
  IngestArchiveRole: 'TrailGiven',
  ArchiveBackfill: 'TrailGiven',
  ArchiveBackfillResults: 'TrailGiven',
  ArchiveBackfillRole: 'TrailGiven',
  IngestArchiveErrorsAlarm: 'TrailGiven',
  IngestArchiveThrottlesAlarm: 'TrailGiven',
  ArchiveSilentAlarm: 'TrailGiven',
  ArchiveStuckAlarm: 'TrailGiven',
  ArchiveDeadLettersAlarm: 'TrailGiven',
  TrailAlteredAlarm: 'TrailGiven',
  ArchiveBackfillLogGroup: 'TrailGiven',
};

export function archiveSuite({ template }: PackagedStack): void {
  describe("the trail's bucket as a source", () => {
    const resolved = (id: string, parameters: Record<string, string> = given) =>
      resolveIntrinsics(template, propertiesOf(template, id), parameters);
    const holds = (name: string, parameters: Record<string, string>) =>
      resolveIntrinsics(template, template.Conditions[name], parameters);

    it('is there only where a bucket is given, and nothing else depends on one', () => {
      const conditions = Object.entries(template.Resources).map(([id, { Condition }]) => [id, Condition]);
      const onTrail = conditions.filter(([, condition]) => condition?.startsWith('Trail'));
      expect(Object.fromEntries(onTrail)).toEqual(optional);
      expect(holds('TrailGiven', {})).toBe(false);
      expect(holds('TrailGiven', given)).toBe(true);
      expect(holds('TrailTopicGiven', given)).toBe(false);
      expect(holds('TrailTopicGiven', { TrailTopicArn: 'arn:aws:sns:eu-west-1:123456789012:t' })).toBe(false);
      expect(holds('TrailTopicGiven', { ...given, TrailTopicArn: 'arn:aws:sns:eu-west-1:123456789012:t' })).toBe(true);
    });

    it('is referred to by nothing that is always there, but where a condition stands before it', () => {
      for (const [id, resource] of Object.entries(template.Resources)) {
        if (resource.Condition !== undefined) continue;
        const text = JSON.stringify(resolveIntrinsics(template, resource));
        for (const name of Object.keys(optional)) expect(text, id).not.toMatch(new RegExp(`<${name}[.>]`));
      }
      for (const [name, output] of Object.entries(template.Outputs)) {
        const isOptional = Object.keys(optional).some(
          (id) => JSON.stringify(output).includes(`"${id}"`) || JSON.stringify(output).includes(`{${id}.`),
        );
        if (isOptional) expect(at(output, 'Condition'), name).toBe('TrailGiven');
      }
    });

    it('hands batches of messages to ingest-archive, which tells which of them failed', () => {
      const mapping = (TrailOfOrganization: string) =>
        resolveIntrinsics(template, propertiesOf(template, 'ArchiveMapping'), { TrailOfOrganization });
      expect(mapping('no')).toMatchObject({
        EventSourceArn: '<ArchiveQueue.Arn>',
        FunctionName: '<IngestArchiveLambdaFunction.Arn>',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BatchSize: 100,
        MaximumBatchingWindowInSeconds: 60,
        ScalingConfig: { MaximumConcurrency: 5 },
      });
      expect(mapping('yes')).toMatchObject({
        BatchSize: 1000,
        MaximumBatchingWindowInSeconds: 300,
        ScalingConfig: { MaximumConcurrency: 10 },
      });
    });

    it('hides a message for at least six times as long as the function may take, and gives up after hours', () => {
      const timeout = propertiesOf(template, 'IngestArchiveLambdaFunction')['Timeout'] as number;
      const queue = resolved('ArchiveQueue');
      const visibility = at(queue, 'VisibilityTimeout') as number;
      const hours = (visibility * (at(queue, 'RedrivePolicy.maxReceiveCount') as number)) / 3600;
      expect(visibility).toBeGreaterThanOrEqual(6 * timeout);
      expect(at(queue, 'RedrivePolicy.deadLetterTargetArn')).toBe('<ArchiveDeadLetterQueue.Arn>');
      expect(hours).toBeGreaterThanOrEqual(4);
      expect(hours).toBeLessThan(24);
    });

    it('has a whole processor, and time for the largest files', () => {
      expect(propertiesOf(template, 'IngestArchiveLambdaFunction')).toMatchObject({ MemorySize: 1769, Timeout: 600 });
    });

    it('lets the bucket of this account send, or that of the account given', () => {
      const conditionOf = (parameters: Record<string, string>) =>
        asList(at(resolved('ArchiveQueuePolicy', parameters), 'PolicyDocument.Statement')).map((each) =>
          at(each, 'Condition'),
        );
      const bucket = { 'aws:SourceArn': 'arn:aws:s3:::trail' };
      expect(conditionOf(given)).toEqual([
        { ArnEquals: bucket, StringEquals: { 'aws:SourceAccount': '123456789012' } },
        { ArnEquals: { 'aws:SourceArn': '<ArchiveRule.Arn>' } },
      ]);
      const TrailTopicArn = 'arn:aws:sns:us-east-1:123456789012:trail';
      expect(conditionOf({ ...given, TrailAccount: '210987654321', TrailTopicArn })).toEqual([
        { ArnEquals: bucket, StringEquals: { 'aws:SourceAccount': '210987654321' } },
        { ArnEquals: { 'aws:SourceArn': '<ArchiveRule.Arn>' } },
        { ArnEquals: { 'aws:SourceArn': TrailTopicArn } },
      ]);
      expect(resolved('ArchiveSubscription', { ...given, TrailTopicArn })).toEqual({
        TopicArn: TrailTopicArn,
        Protocol: 'sqs',
        Region: 'us-east-1',
        Endpoint: '<ArchiveQueue.Arn>',
      });
    });

    it.each(['IngestArchiveRole', 'ArchiveBackfillRole'])(
      '%s reaches no bucket of another account than the one given',
      (role) => {
        const owners = (parameters: Record<string, string>) =>
          asList(at(asList(at(resolved(role, parameters), 'Policies'))[0], 'PolicyDocument.Statement'))
            .filter((each) => asList(at(each, 'Resource')).some((arn) => String(arn).startsWith('arn:aws:s3:::trail')))
            .map((each) => at(at(each, 'Condition.StringEquals'), 's3:ResourceAccount'));
        expect(new Set(owners(given))).toEqual(new Set(['123456789012']));
        expect(new Set(owners({ ...given, TrailAccount: '210987654321' }))).toEqual(new Set(['210987654321']));
      },
    );

    it('may decrypt only with the key given', () => {
      expect(JSON.stringify(resolved('IngestArchiveRole'))).not.toContain('kms:');
    });

    it('hears of new objects of the bucket through EventBridge, and of nothing else', () => {
      const rule = resolved('ArchiveRule');
      const event = (changes: object = {}, bucket = 'trail') => ({
        source: 'aws.s3',
        account: '123456789012',
        'detail-type': 'Object Created',
        detail: { bucket: { name: bucket }, object: { key: 'AWSLogs/x' } },
        ...changes,
      });
      const matches = (each: object) => matchesEvent(at(rule, 'EventPattern'), each);
      expect(matches(event())).toBe(true);
      expect(matches(event({}, 'other'))).toBe(false);
      expect(matches(event({ 'detail-type': 'Object Deleted' }))).toBe(false);
      expect(matches(event({ account: '210987654321' }))).toBe(false);
      expect(at(rule, 'Targets')).toMatchObject([
        { Arn: '<ArchiveQueue.Arn>', DeadLetterConfig: { Arn: '<ArchiveDeadLetterQueue.Arn>' } },
      ]);
    });

    it('cannot stop in silence: no file for a day, or word of one that nobody takes, is an alarm', () => {
      expect(resolved('ArchiveSilentAlarm')).toMatchObject({
        MetricName: 'ObjectsReceived',
        Statistic: 'Sum',
        Period: 3600,
        EvaluationPeriods: 24,
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        TreatMissingData: 'breaching',
      });
      const queue = resolved('ArchiveQueue');
      const triesSeconds =
        (at(queue, 'VisibilityTimeout') as number) * Number(at(queue, 'RedrivePolicy.maxReceiveCount'));
      const alarm = resolved('ArchiveStuckAlarm');
      expect(alarm).toMatchObject({
        MetricName: 'ApproximateAgeOfOldestMessage',
        Dimensions: [{ Name: 'QueueName', Value: '<ArchiveQueue.QueueName>' }],
        ComparisonOperator: 'GreaterThanThreshold',
      });
      expect(at(alarm, 'Threshold')).toBeGreaterThan(triesSeconds);
    });

    it('leaves the concurrency of the account to others', () => {
      expect(ofType(template, 'AWS::Lambda::Function').map(({ id }) => id)).toContain('IngestArchiveLambdaFunction');
      expect(propertiesOf(template, 'IngestArchiveLambdaFunction')).not.toHaveProperty('ReservedConcurrentExecutions');
    });
  });
}
