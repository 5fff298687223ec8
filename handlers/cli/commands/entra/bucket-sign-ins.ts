/** Loaded only where a sign-in log lies in a bucket of S3. */

import { parseTrailLocation, trailUrl } from '../../../../domain/archive/trail-location.ts';
import { archiveClient } from '../../../../infra/aws/s3/s3-client.ts';
import { archiveFailureOf } from '../../../../infra/aws/s3/s3-failure.ts';
import { listFolder } from '../../../../infra/aws/s3/s3-listing.ts';
import { openObject } from '../../../../infra/aws/s3/s3-object.ts';
import { isJsonFile } from '../../../../infra/local/json-files.ts';
import { LiveFailure } from '../../../aws-unavailable.ts';
import type { SignInSource } from '../../../entra/read-sign-ins.ts';
import { InputError } from '../../../input-error.ts';

/** The JSON files below a prefix, each a stream. Throws InputError, and LiveFailure where S3 does not answer. */
export async function findInBucket(url: string): Promise<readonly SignInSource[]> {
  const location = parseTrailLocation(url);
  if (location.kind === 'wrong')
    throw new InputError(`--entra-sign-ins ${url}: give s3://BUCKET or s3://BUCKET/PREFIX`);
  const { bucket, prefix } = location.value;
  const client = archiveClient(process.env);
  const fail = async (error: unknown): Promise<never> => {
    const region = await client.config.region().catch(() => undefined);
    const { message, mayPass } = archiveFailureOf(error, url, region);
    throw new LiveFailure(message, mayPass, error);
  };
  const keys: string[] = [];
  for (let token: string | undefined, isFirst = true; isFirst || token !== undefined; isFirst = false) {
    const page = await listFolder(client, bucket, { prefix, deep: true, token }).catch(fail);
    keys.push(...page.objects.map(({ key }) => key).filter(isJsonFile));
    token = page.next;
  }
  if (keys.length === 0) throw new InputError(`--entra-sign-ins ${url}: no JSON files below it`);
  return keys.sort().map((key) => ({
    name: trailUrl(bucket, key),
    open: async () => {
      const opened = await openObject(client, { bucket, key }).catch(fail);
      return opened.kind === 'open' ? { kind: 'open', source: opened.bytes } : { kind: 'closed', why: opened.why };
    },
  }));
}
