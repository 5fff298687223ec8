import { describe, expect, test } from 'vitest';
import { parseReconcileSettings } from '../../../domain/settings/reconcile-settings.ts';
import { okOf } from '../ok-of.ts';

describe('the environment', () => {
  const least = {
    TABLE_NAME: 'lastseen',
    TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:topic',
    AWS_REGION: 'eu-west-1',
  };
  test('has defaults for all but the table and the topic', () => {
    expect(okOf(parseReconcileSettings(least))).toEqual({
      stackName: 'lastseen-prod',
      tableName: 'lastseen',
      topicArn: least.TOPIC_ARN,
      thresholdDays: 90,
      exemptions: [{ kind: 'tag', key: 'lastseen:exempt', value: undefined }],
      eventBus: 'default',
      alarmCap: 50,
      userAlarmsNotify: false,
      serviceLastAccessed: true,
      regions: [],
      home: 'eu-west-1',
      reportUrl: undefined,
    });
  });
  test('is read', () => {
    const given = {
      ...least,
      THRESHOLD_DAYS: '60',
      EXEMPT_TAG: 'keep',
      EVENT_BUS: 'ours',
      ALARM_CAP: '0',
      USER_ALARMS_NOTIFY: 'yes',
      SERVICE_LAST_ACCESSED: 'no',
      STACK_NAME: 'lastseen-dev',
      REGIONS: 'eu-west-1, us-east-1,eu-west-1',
      REPORT_URL: 'https://console.aws.amazon.com/s3/object/pages?prefix=report.html',
    };
    expect(okOf(parseReconcileSettings(given))).toMatchObject({
      thresholdDays: 60,
      eventBus: 'ours',
      alarmCap: 0,
      userAlarmsNotify: true,
      serviceLastAccessed: false,
      stackName: 'lastseen-dev',
      regions: ['eu-west-1', 'us-east-1'],
      reportUrl: given.REPORT_URL,
    });
  });
  test('names every wrong variable at once', () => {
    const wrong = {
      TABLE_NAME: '',
      AWS_REGION: 'EU',
      TOPIC_ARN: 'topic',
      THRESHOLD_DAYS: '0',
      ALARM_CAP: '501',
      USER_ALARMS_NOTIFY: 'true',
      SERVICE_LAST_ACCESSED: 'on',
      STACK_NAME: '1st',
      REGIONS: 'eu west',
      EVENT_BUS: ' ',
      EXEMPT_TAG: 'x'.repeat(129),
      REPORT_URL: 'https://console.aws.amazon.com/a line\nof its own',
    };
    const parsed = parseReconcileSettings(wrong);
    const names = parsed.kind === 'wrong' ? parsed.problems.map(({ field }) => field) : [];
    expect(names).toEqual([
      'STACK_NAME',
      'TABLE_NAME',
      'TOPIC_ARN',
      'THRESHOLD_DAYS',
      'EXEMPT_TAG',
      'EVENT_BUS',
      'SERVICE_LAST_ACCESSED',
      'AWS_REGION',
      'REGIONS',
      'ALARM_CAP',
      'USER_ALARMS_NOTIFY',
      'REPORT_URL',
    ]);
  });
});
