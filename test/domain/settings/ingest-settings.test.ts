import { describe, expect, it } from 'vitest';
import { parseIngestSettings } from '../../../domain/settings/ingest-settings.ts';
import { okOf } from '../ok-of.ts';

const table = { TABLE_NAME: 'lastseen' };

describe('the settings of ingest', () => {
  it('are the defaults where nothing, or an empty text, is set', () => {
    const defaults = {
      stackName: 'lastseen-prod',
      tableName: 'lastseen',
      resolutionMinutes: 60,
      thresholdDays: 90,
      eventBus: 'default',
      accounts: [],
      deadLetters: 'none',
      metricsSeconds: 60,
      topicArn: undefined,
      exemptions: [{ kind: 'tag', key: 'lastseen:exempt', value: undefined }],
      onReturn: 'hold',
      onReturnRules: [],
    };
    expect(okOf(parseIngestSettings(table))).toEqual(defaults);
    expect(okOf(parseIngestSettings({ ...table, RESOLUTION_MINUTES: '', EVENT_BUS: '' }))).toEqual(defaults);
  });

  it.each([
    ['RESOLUTION_MINUTES', '0', true],
    ['RESOLUTION_MINUTES', '1440', true],
    ['RESOLUTION_MINUTES', '1441', false],
    ['RESOLUTION_MINUTES', '1.5', false],
    ['RESOLUTION_MINUTES', '-1', false],
    ['THRESHOLD_DAYS', '1', true],
    ['THRESHOLD_DAYS', '3650', true],
    ['THRESHOLD_DAYS', '0', false],
    ['THRESHOLD_DAYS', '3651', false],
    ['THRESHOLD_DAYS', 'ninety', false],
    ['ON_RETURN_RULES', '/=restore, tag:a:b=c=d=hold,tag:team=restore-known', true],
    ['ON_RETURN_RULES', '/ci/=deny', false],
    ['ON_RETURN_RULES', 'ci=restore', false],
    ['METRICS_SECONDS', '0', true],
    ['METRICS_SECONDS', '3601', false],
    ['EVENT_BUS', 'arn:aws:events:eu-west-1:123456789012:event-bus/security', true],
    ['EVENT_BUS', 'two words', false],
    ['ACCOUNTS', '123456789012, 210987654321', true],
    ['ACCOUNTS', '12345678901', false],
    ['ACCOUNTS', '123456789012;210987654321', false],
    ['DEAD_LETTER_QUEUE_URL', 'https://sqs.eu-west-1.amazonaws.com/123456789012/lastseen', true],
    ['DEAD_LETTER_QUEUE_URL', 'lastseen', false],
    ['ON_RETURN', 'restore-known', true],
    ['ON_RETURN', 'release', false],
    ['TOPIC_ARN', 'arn:aws:sns:eu-west-1:123456789012:lastseen', true],
    ['TOPIC_ARN', 'lastseen', false],
    ['TABLE_NAME', 'ab', false],
  ])('%s=%s', (name, value, isRight) => {
    const settings = parseIngestSettings({ ...table, [name]: value });
    const problem = { field: name, given: value, todo: expect.stringMatching(/^give /) };
    if (isRight) expect(settings.kind).toBe('ok');
    else expect(settings).toEqual({ kind: 'wrong', problems: [problem] });
  });

  it('that are wrong are all named at once', () => {
    expect(parseIngestSettings({ THRESHOLD_DAYS: 'x', RESOLUTION_MINUTES: 'y' })).toEqual({
      kind: 'wrong',
      problems: [
        { field: 'TABLE_NAME', given: undefined, todo: 'give the name of the table' },
        { field: 'RESOLUTION_MINUTES', given: 'y', todo: 'give a whole number from 0 to 1440' },
        { field: 'THRESHOLD_DAYS', given: 'x', todo: 'give a whole number from 1 to 3650' },
      ],
    });
  });
});
