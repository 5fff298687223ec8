import { expect, it } from 'vitest';
import { isTrailUrl, parseTrailLocation } from '../../../domain/archive/trail-location.ts';

it.each([
  ['s3://my-bucket', { bucket: 'my-bucket', prefix: '' }],
  ['s3://my-bucket/', { bucket: 'my-bucket', prefix: '' }],
  ['S3://my.bucket/AWSLogs', { bucket: 'my.bucket', prefix: 'AWSLogs/' }],
  ['s3://my-bucket/a/b/', { bucket: 'my-bucket', prefix: 'a/b/' }],
  ['s3://my-bucket/a/x.json.gz', { bucket: 'my-bucket', prefix: 'a/x.json.gz' }],
  ['s3://my-bucket/a b/ä', { bucket: 'my-bucket', prefix: 'a b/ä/' }],
  ['s3://', { problem: expect.stringContaining('give s3://BUCKET') }],
  ['s3:///prefix', { problem: expect.stringContaining('give s3://BUCKET') }],
  ['s3:/my-bucket', { problem: expect.stringContaining('give s3://BUCKET') }],
  ['s3://My-Bucket', { problem: expect.stringContaining('give s3://BUCKET') }],
])('%s', (text, location) => {
  expect(isTrailUrl(text)).toBe(true);
  expect(parseTrailLocation(text)).toEqual(location);
});

it('a path is no URL', () => {
  expect(['AWSLogs/', './s3://x', 's3', '/s3:'].filter(isTrailUrl)).toEqual([]);
});
