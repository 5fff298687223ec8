import { describe, expect, it } from 'vitest';
import { parseBackfillSettings } from '../../../domain/settings/backfill-settings.ts';
import { parseIngestSettings } from '../../../domain/settings/ingest-settings.ts';
import { accountOf, requireAccount, settingsOf } from '../../../handlers/lambda/door.ts';

describe('the settings of a function', () => {
  it('are those of its environment', () => {
    const settings = settingsOf(parseBackfillSettings, { TABLE_NAME: 'lastseen', THRESHOLD_DAYS: '30' });
    expect(settings).toEqual({ tableName: 'lastseen', thresholdDays: 30 });
  });

  it('that are wrong stop its start, and every wrong variable is named at once', () => {
    const env = { THRESHOLD_DAYS: 'x', RESOLUTION_MINUTES: 'y' };
    expect(() => settingsOf(parseIngestSettings, env)).toThrow(
      'wrong environment: TABLE_NAME is not set: give the name of the table; ' +
        'RESOLUTION_MINUTES=y: give a whole number from 0 to 1440; ' +
        'THRESHOLD_DAYS=x: give a whole number from 1 to 3650',
    );
  });
});

describe('the account of a function', () => {
  const inArn = (invokedFunctionArn: string) => ({ invokedFunctionArn });

  it.each([
    ['arn:aws:lambda:eu-west-1:123456789012:function:lastseen-prod-ingest', '123456789012'],
    ['arn:aws-us-gov:lambda:us-gov-west-1:210987654321:function:ingest:live', '210987654321'],
    ['offline_invokedFunctionArn_for_ingest', undefined],
    ['arn:aws:lambda:eu-west-1::function:ingest', undefined],
    ['', undefined],
  ])('%j is %s', (arn, account) => {
    expect(accountOf(inArn(arn))).toBe(account);
  });

  it('is told to who needs it, or the ARN that has none', () => {
    expect(requireAccount(inArn('arn:aws:lambda:eu-west-1:123456789012:function:x'))).toBe('123456789012');
    expect(() => requireAccount(inArn('offline'))).toThrow('no account: offline');
  });
});
