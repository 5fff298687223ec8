import { describe, expect, it } from 'vitest';
import { kindOfKey } from '../../../domain/archive/trail-key.ts';

const day = 'eu-west-1/2026/11/23';
const name = '123456789012_CloudTrail_eu-west-1_20261123T0805Z_abcdefghijklmnop.json.gz';

describe('what an object of the bucket is', () => {
  it.each([
    [`AWSLogs/123456789012/CloudTrail/${day}/${name}`, 'log'],
    [`prefix/of/mine/AWSLogs/o-abcde12345/123456789012/CloudTrail/${day}/${name}`, 'log'],
    [`AWSLogs/123456789012/CloudTrail/${day}/renamed.json.gz`, 'log'],
    [`AWSLogs/123456789012/CloudTrail/${day}/unpacked.json`, 'log'],
    [`moved/${name}`, 'log'],
    [name, 'log'],
    [`AWSLogs/123456789012/CloudTrail-Digest/${day}/123456789012_CloudTrail-Digest_eu-west-1_x.json.gz`, 'digest'],
    ['moved/123456789012_CloudTrail-Digest_eu-west-1_x.json.gz', 'digest'],
    [`AWSLogs/123456789012/CloudTrail-Insight/${day}/123456789012_CloudTrail-Insight_eu-west-1_x.json.gz`, 'insight'],
    [`AWSLogs/123456789012/Config/${day}/ConfigHistory/123456789012_Config_eu-west-1_x.json.gz`, 'other'],
    [`AWSLogs/123456789012/vpcflowlogs/${day}/123456789012_vpcflowlogs_eu-west-1_x.log.gz`, 'other'],
    [`CloudTrail-Digest/AWSLogs/o-abcde12345/123456789012/CloudTrail/${day}/${name}`, 'log'],
    [`CloudTrail-Insight/AWSLogs/123456789012/CloudTrail/${day}/renamed.json.gz`, 'log'],
    [`AWSLogs/team/AWSLogs/o-abcde12345/123456789012/CloudTrail/${day}/unpacked.json`, 'log'],
    [`AWSLogs/123456789012/CloudTrail/AWSLogs/123456789012/CloudTrail-Digest/${day}/renamed.json.gz`, 'digest'],
    [`AWSLogs/123456789012/CloudTrail-Digest/AWSLogs/123456789012/Config/${day}/x.json.gz`, 'other'],
    [`AWSLogs/123456789012/CloudTrail-Aggregated/${day}/123456789012_CloudTrail-Aggregated_x.json.gz`, 'other'],
    ['AWSLogs/123456789012/CloudTrail/cn-north-1/2026/11/23/123456789012_CloudTrail_cn-north-1_x.json.gz', 'log'],
    [`AWSLogs/123456789012/CloudTrail-Digest/us-gov-west-1/`, 'digest'],
    [`moved/CloudTrail-Digest/${day}/renamed.json.gz`, 'digest'],
    ['AWSLogs/123456789012/CloudTrail/', 'other'],
    ['AWSLogs/123456789012/CloudTrail/notes.txt', 'other'],
    ['AWSLogs/12345/CloudTrail/eu-west-1/x.json.gz', 'other'],
    ['export.json.gz', 'other'],
    ['', 'other'],
  ])('%s: %s', (key, kind) => {
    expect(kindOfKey(key)).toBe(kind);
  });
});
