import { expect, it } from 'vitest';
import { isTrailUrl, parseTrailLocation } from '../../../domain/archive/trail-location.ts';

it.each([
  ['s3://my-bucket', { bucket: 'my-bucket', prefix: '' }],
  ['s3://my-bucket/', { bucket: 'my-bucket', prefix: '' }],
  ['S3://my.bucket/AWSLogs', { bucket: 'my.bucket', prefix: 'AWSLogs/' }],
  ['s3://my-bucket/a/b/', { bucket: 'my-bucket', prefix: 'a/b/' }],
  ['s3://my-bucket/a/x.json.gz', { bucket: 'my-bucket', prefix: 'a/x.json.gz' }],
  ['s3://my-bucket/a b/ä', { bucket: 'my-bucket', prefix: 'a b/ä/' }],
])('%s is a place in a bucket', (text, value) => {
  expect(isTrailUrl(text)).toBe(true);
  expect(parseTrailLocation(text)).toEqual({ kind: 'ok', value });
});

it.each(['s3://', 's3:///prefix', 's3:/my-bucket', 's3://My-Bucket'])('%s means a bucket and names none', (given) => {
  expect(isTrailUrl(given)).toBe(true);
  const todo = 'give s3://BUCKET or s3://BUCKET/PREFIX';
  expect(parseTrailLocation(given)).toEqual({ kind: 'wrong', problems: [{ field: 'trail', given, todo }] });
});

it('a path is no URL', () => {
  expect(['AWSLogs/', './s3://x', 's3', '/s3:'].filter(isTrailUrl)).toEqual([]);
});
