import { describe, expect, it } from 'vitest';
import type { PackagedStack } from '../package-stack.ts';
import { resolveIntrinsics } from '../resolve-intrinsics.ts';
import { asList, at, ofType, propertiesOf } from '../template.ts';

/** The longest that SQS keeps anything. */
const fourteenDays = 1_209_600;

/** Not on a deployment that fails at once: what it made would stand in the way of the next. */
const kept = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };

export function queuesSuite({ template }: PackagedStack): void {
  const resolved = (id: string) => resolveIntrinsics(template, propertiesOf(template, id));

  /** The organization's are in a suite of their own: the next run asks for everything in them again. */
  const queues = ofType(template, 'AWS::SQS::Queue').filter(
    ({ id }) => template.Resources[id]?.Condition !== 'OrganizationGiven',
  );

  describe('the queues', () => {
    it.each(queues)('$id is encrypted and keeps what it has for 14 days', (queue) => {
      expect(queue.properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: fourteenDays });
    });

    it.each(queues)(
      '$id is there whatever parameters are given, and outlives the stack with what is in it',
      ({ id }) => {
        expect(template.Resources[id]).toMatchObject(kept);
        expect(template.Resources[id]).not.toHaveProperty('Condition');
      },
    );

    it.each(['Topic', 'TopicPolicy', 'TopicKey', 'EmailSubscription', 'ArchiveSubscription', 'ArchiveQueuePolicy'])(
      '%s stays where a later deployment forgets the parameter that brought it',
      (id) => expect(template.Resources[id]).toMatchObject(kept),
    );

    it('what ingest could not record goes to the retry queue, after two more tries', () => {
      expect(resolved('IngestInvocation')).toMatchObject({
        FunctionName: '<IngestLambdaFunction>',
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: '<RetryQueue.Arn>' } },
      });
    });

    it('ingest drains the retry queue and tells which messages failed', () => {
      expect(resolved('RetryMapping')).toMatchObject({
        EventSourceArn: '<RetryQueue.Arn>',
        FunctionName: '<IngestLambdaFunction.Arn>',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
    });

    it('a message stays hidden for at least six times as long as the function may take', () => {
      const timeout = propertiesOf(template, 'IngestLambdaFunction')['Timeout'] as number;
      expect(propertiesOf(template, 'RetryQueue')['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * timeout);
    });

    it('a message that fails for hours goes to the dead-letter queue', () => {
      const queue = resolved('RetryQueue');
      const hours =
        (Number(at(queue, 'VisibilityTimeout')) * Number(at(queue, 'RedrivePolicy.maxReceiveCount'))) / 3600;
      expect(at(queue, 'RedrivePolicy.deadLetterTargetArn')).toBe('<IngestDeadLetterQueue.Arn>');
      expect(hours).toBeGreaterThanOrEqual(4);
      expect(hours).toBeLessThan(24);
    });

    it('a rule on CloudTrail, the schedule and a failed run each have a dead-letter queue', () => {
      for (const { id, properties } of ofType(template, 'AWS::Events::Rule')) {
        if (id === 'ArchiveRule' || id === 'ReturnRule') continue;
        for (const target of asList(properties['Targets'])) {
          const arn = resolveIntrinsics(template, at(target, 'DeadLetterConfig.Arn'));
          expect(arn, id).toBe('<RuleDeadLetterQueue.Arn>');
        }
      }
      expect(at(resolved('DailySchedule'), 'Target.DeadLetterConfig.Arn')).toBe('<ReconcileDeadLetterQueue.Arn>');
      expect(at(resolved('ReconcileInvocation'), 'DestinationConfig.OnFailure.Destination')).toBe(
        '<ReconcileDeadLetterQueue.Arn>',
      );
    });
  });
}
