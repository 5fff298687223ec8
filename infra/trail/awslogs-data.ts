import { gunzipSync } from 'node:zlib';
import { isJsonObject, objectAt } from '../../domain/json.ts';
import { longestTextBytes } from './json/json-splitter.ts';

/**
 * The CloudWatch Logs message inside the event that a subscribed Lambda function receives, `{"awslogs":{"data":"<base64
 * of gzip>"}}`; returns any other value unchanged. Throws what gzip and JSON throw.
 */
export function unpackAwslogs(value: unknown): unknown {
  const data = awslogsData(value);
  if (data === undefined) return value;
  const text = gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: longestTextBytes }).toString('utf8');
  return JSON.parse(text);
}

function awslogsData(value: unknown): string | undefined {
  const data = isJsonObject(value) ? objectAt(value, 'awslogs')?.['data'] : undefined;
  return typeof data === 'string' ? data : undefined;
}
