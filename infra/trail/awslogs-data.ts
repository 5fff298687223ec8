import { gunzipSync } from 'node:zlib';
import { longestTextBytes } from './json/json-splitter.ts';

/**
 * The CloudWatch Logs message inside the event that a subscribed Lambda function receives,
 * `{"awslogs":{"data":"<base64 of gzip>"}}`; a value of any other form comes back as it is. Throws what gzip and JSON throw.
 */
export function unpackAwslogs(value: unknown): unknown {
  const data = awslogsData(value);
  if (data === undefined) return value;
  const text = gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: longestTextBytes }).toString('utf8');
  return JSON.parse(text);
}

function awslogsData(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('awslogs' in value)) return undefined;
  const { awslogs } = value;
  if (typeof awslogs !== 'object' || awslogs === null || !('data' in awslogs)) return undefined;
  return typeof awslogs.data === 'string' ? awslogs.data : undefined;
}
