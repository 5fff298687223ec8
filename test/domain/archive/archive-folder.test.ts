import { describe, expect, it } from 'vitest';
import { enteringOf, folderOf } from '../../../domain/archive/archive-folder.ts';
import { parseSelection } from '../../../domain/archive/archive-selection.ts';
import { okOf } from '../ok-of.ts';

const account = '111122223333';
const trail = `AWSLogs/${account}/CloudTrail/`;

describe('a folder of an archive', () => {
  it.each([
    ['', 'anything'],
    ['my/own/', 'anything'],
    ['AWSLogs/', 'accounts'],
    ['my/own/AWSLogs/', 'accounts'],
    ['AWSLogs/o-abcde12345/', 'accounts'],
    [`AWSLogs/${account}/`, 'kinds'],
    [`AWSLogs/o-abcde12345/${account}/`, 'kinds'],
    [trail, 'regions'],
    [`AWSLogs/${account}/elasticloadbalancing/`, 'regions'],
    [`${trail}eu-west-1/`, 'years'],
    [`${trail}eu-west-1/2026/`, 'months'],
    [`${trail}eu-west-1/2026/11/`, 'days'],
    [`${trail}eu-west-1/2026/11/23/`, 'logs'],
    [`${trail}eu-west-1/2026/11/23/08/`, 'anything'],
    [`${trail}eu-west-1/latest/`, 'anything'],
    [`${trail}Not a Region/`, 'anything'],
    ['AWSLogs/my-account/', 'anything'],
    [`AWSLogs/old/AWSLogs/${account}/`, 'kinds'],
  ])('%s holds %s', (prefix, holds) => {
    expect(folderOf(prefix)).toMatchObject({ prefix, holds });
  });

  const all: ReturnType<typeof chosen> = {
    accounts: undefined,
    regions: undefined,
    fromDay: undefined,
    toDay: undefined,
  };
  const chosen = (raw: object) => okOf(parseSelection(raw));
  const november = chosen({ since: '2026-11-05', until: '2026-11-08' });

  it.each([
    [`${trail}eu-west-1/2026/11/23/`, all, 'enter'],
    [`AWSLogs/${account}/CloudTrail-Digest/`, all, 'digest'],
    [`AWSLogs/${account}/CloudTrail-Insight/eu-west-1/`, all, 'insight'],
    [`AWSLogs/${account}/vpcflowlogs/`, all, 'other'],
    [`AWSLogs/${account}/`, chosen({ accounts: '999988887777' }), 'not-selected'],
    [trail, chosen({ accounts: `999988887777,${account}` }), 'enter'],
    [`${trail}us-east-1/`, chosen({ regions: 'eu-west-1, eu-west-2' }), 'not-selected'],
    [`${trail}eu-west-2/`, chosen({ regions: 'eu-west-1, eu-west-2' }), 'enter'],
    [`${trail}eu-west-2/`, chosen({ regions: 'all' }), 'enter'],
    [`${trail}eu-west-1/2025/`, november, 'not-selected'],
    [`${trail}eu-west-1/2026/`, november, 'enter'],
    [`${trail}eu-west-1/2026/10/`, november, 'not-selected'],
    [`${trail}eu-west-1/2026/11/`, november, 'enter'],
    [`${trail}eu-west-1/2026/11/03/`, november, 'not-selected'],
    [`${trail}eu-west-1/2026/11/04/`, november, 'enter'],
    [`${trail}eu-west-1/2026/11/08/`, november, 'enter'],
    [`${trail}eu-west-1/2026/11/09/`, november, 'not-selected'],
    [`${trail}eu-west-1/2026/11/09/`, chosen({ until: '2026-11-08T00:00:01Z' }), 'enter'],
    [`${trail}eu-west-1/2026/12/`, chosen({ since: '2026-12-31T22:00:00-05:00' }), 'enter'],
    ['my/own/', november, 'enter'],
  ])('%s, asked for %j: %s', (prefix, selection, entering) => {
    expect(enteringOf(folderOf(prefix), selection)).toBe(entering);
  });

  it('a start on the first of a month reaches into the month before', () => {
    expect(chosen({ since: '2027-01-01', until: '2027-01-01T00:00:01Z' })).toMatchObject({
      fromDay: '2026-12-31',
      toDay: '2027-01-02',
    });
  });
});
