import { describe, expect, it } from 'vitest';
import type { PackagedStack } from '../package-stack.ts';
import { resolveIntrinsics } from '../resolve-intrinsics.ts';
import { asList, at, ofType, propertiesOf } from '../template.ts';

const day = 86_400;
/** Alarms of an organization, and of other providers, are in suites of their own. */
const ofOthers = ['OrganizationGiven', 'EntraGiven', 'GoogleGiven'];
const isOfOthers = (condition: unknown) => ofOthers.includes(`${condition}`);
const ofTheStack = [
  { Name: 'AccountId', Value: '123456789012' },
  { Name: 'Stack', Value: 'lastseen-prod' },
];

export function alarmsSuite({ template }: PackagedStack): void {
  describe('the alarms', () => {
    const alarms = ofType(template, 'AWS::CloudWatch::Alarm').map(({ id, properties }) => ({
      id,
      alarm: resolveIntrinsics(template, properties) as Readonly<Record<string, unknown>>,
    }));
    /** Those of the stack's own account. */
    const single = alarms.filter(({ id }) => !isOfOthers(template.Resources[id]?.Condition));
    const alarmOn = (metric: string) => single.filter(({ alarm }) => alarm['MetricName'] === metric);

    const isMade = (id: string, parameters: Readonly<Record<string, string>>) => {
      const { Condition } = template.Resources[id] ?? {};
      return (
        Condition === undefined || resolveIntrinsics(template, template.Conditions[Condition], parameters) === true
      );
    };

    it.each(alarms)('$id tells the topic, and says what happened and how to look closer', ({ alarm }) => {
      const description = alarm['AlarmDescription'] as string;
      expect(alarm['AlarmActions']).toEqual(['<Topic>']);
      expect(description).toMatch(/Look closer.*: aws [a-z]+ [a-z-]+/s);
      expect(description.split(/[.:] /).length).toBeGreaterThanOrEqual(3);
      expect(description.length).toBeLessThan(900);
      expect(description).not.toMatch(/\n|\$\{/);
    });

    it.each(alarms)('$id goes to the topic that was given instead', ({ id }) => {
      const given = { NotificationTopicArn: 'arn:aws:sns:eu-west-1:123456789012:ours' };
      const actions = resolveIntrinsics(template, propertiesOf(template, id)['AlarmActions'], given);
      expect(actions).toEqual([given.NotificationTopicArn]);
    });

    it.each(alarms)('$id says what missing data means', ({ alarm }) => {
      expect(['ignore', 'breaching', 'notBreaching']).toContain(alarm['TreatMissingData']);
    });

    it('look at the metrics of this stack alone, beside which another stage of the account does not show', () => {
      const ours = single.filter(({ alarm }) => alarm['Namespace'] === 'Lastseen');
      expect(ours).toHaveLength(15);
      for (const { alarm } of ours) expect(alarm['Dimensions'], String(alarm['MetricName'])).toEqual(ofTheStack);
      const body = resolveIntrinsics(template, propertiesOf(template, 'Dashboard')['DashboardBody']);
      const { widgets } = JSON.parse(body as string) as { widgets: { properties: { metrics?: unknown[][] } }[] };
      const shown = widgets.flatMap(({ properties: { metrics = [] } }) => metrics);
      expect(shown.filter(([namespace]) => namespace === 'Lastseen').map((line) => line.slice(2, 6))).toEqual(
        Array(6).fill(['AccountId', '123456789012', 'Stack', 'lastseen-prod']),
      );
    });

    it.each(['UnusedUsers', 'UnknownUsers', 'BlindRegions', 'InventoryShrunk'])(
      '%s comes once a day: the maximum of a day, and missing data is ignored',
      (metric) => {
        expect(alarmOn(metric)).toMatchObject([
          {
            alarm: {
              Namespace: 'Lastseen',
              Dimensions: ofTheStack,
              Statistic: 'Maximum',
              Period: day,
              EvaluationPeriods: 1,
              TreatMissingData: 'ignore',
            },
          },
        ]);
      },
    );

    it('the heartbeat stops after 26 hours without a completed run', () => {
      expect(alarmOn('ReconcileCompleted')).toMatchObject([
        { alarm: { Period: 3600, EvaluationPeriods: 26, TreatMissingData: 'breaching', Threshold: 1 } },
      ]);
    });

    it('each function has one on errors and, where it may not wait for an hour, one on throttles', () => {
      for (const [metric, more] of [
        ['Errors', ['<SecurityHubLambdaFunction>', '<PageLambdaFunction>', '<LifecycleLambdaFunction>']],
        ['Throttles', []],
      ] as const) {
        const watched = alarmOn(metric).map(({ alarm }) => at(asList(alarm['Dimensions'])[0], 'Value'));
        const everywhere = ['<IngestArchiveLambdaFunction>', '<IngestLambdaFunction>', '<ReconcileLambdaFunction>'];
        expect(watched.sort()).toEqual([...everywhere, ...more].sort());
      }
    });

    it('each dead-letter queue has one', () => {
      const queues = ofType(template, 'AWS::SQS::Queue').filter(
        ({ id }) => id.includes('DeadLetter') && !isOfOthers(template.Resources[id]?.Condition),
      );
      const watched = alarmOn('ApproximateNumberOfMessagesVisible').map(({ alarm }) =>
        at(asList(alarm['Dimensions'])[0], 'Value'),
      );
      expect(queues).toHaveLength(4);
      expect(watched.sort()).toEqual(queues.map(({ id }) => `<${id}.QueueName>`).sort());
    });

    it('malformed and refused records, lag, awakenings and lost events have one each', () => {
      for (const metric of ['RecordsMalformed', 'RecordsRefused', 'IngestLag', 'DormantUsersAwoken', 'TrailAltered']) {
        expect(alarmOn(metric), metric).toHaveLength(1);
      }
      const lost = at(
        alarms.find(({ id }) => id === 'LostEventsAlarm'),
        'alarm.Metrics',
      );
      const metrics = asList(lost).map((each) => at(each, 'MetricStat.Metric.MetricName'));
      expect(metrics).toEqual([
        undefined,
        'InvocationsFailedToBeSentToDlq',
        'InvocationsFailedToBeSentToDlq',
        'InvocationsFailedToBeSentToDlq',
        'DestinationDeliveryFailures',
      ]);
    });

    it.each([
      ['without options', {}],
      [
        'with the bucket of a trail, Security Hub, the page and the plan',
        { TrailBucket: 'trail', SecurityHub: 'yes', ReportPage: 'yes', Remediation: 'plan' },
      ],
      ['with an organization and its trail', { TrailBucket: 'trail', OrganizationId: 'o-a1b2c3d4e5' }],
      [
        'with tenants of other providers',
        { EntraTenantId: '61b97b01-53be-4f0f-a054-3988c23668dc', GoogleCustomerId: 'C03az79cb' },
      ],
    ])('are all on the dashboard, beside what they are about: %s', (_, parameters) => {
      const body = resolveIntrinsics(template, propertiesOf(template, 'Dashboard')['DashboardBody'], parameters);
      const { widgets } = JSON.parse(body as string) as { widgets: { type: string; properties: object }[] };
      const shown = at(widgets.find(({ type }) => type === 'alarm')?.properties, 'alarms');
      const arnOf = (name: unknown) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;
      const here = alarms.filter(({ id }) => template.Resources[id]?.Condition !== 'OrganizationGiven');
      const made = here.filter(({ id }) => isMade(id, parameters));
      expect(asList(shown).toSorted()).toEqual(made.map(({ alarm }) => arnOf(alarm['AlarmName'])).sort());
      const text = JSON.stringify(widgets);
      for (const metric of ['IdleUsers', 'UnusedAccessKeys', 'RecordsReceived', 'IngestLag', 'Errors', 'Invocations'])
        expect(text).toContain(metric);
    });

    it('reach an encrypted topic, whose key CloudWatch may use', () => {
      expect(resolveIntrinsics(template, propertiesOf(template, 'Topic'))).toMatchObject({
        KmsMasterKeyId: '<TopicKey>',
      });
      const statements = asList(at(propertiesOf(template, 'TopicKey'), 'KeyPolicy.Statement'));
      expect(statements).toContainEqual(
        expect.objectContaining({
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
        }),
      );
    });
  });
}
