import { type CloudTrailClient, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import type { PublicKeys } from '../../../domain/digests/public-key.ts';
import { epochMs, type Instant, plusDays } from '../../../domain/time.ts';

/** Before the first digest of CloudTrail. */
const beginning = '2015-01-01T00:00:00Z' as Instant;

/** All public keys that the client's Region ever had. Throws what the SDK throws. */
export const listAllPublicKeys = (client: CloudTrailClient, now: Instant): Promise<PublicKeys> =>
  listPublicKeys(client, beginning, plusDays(now, 1));

/**
 * The public keys of one Region that were valid in a time. Throws what the SDK throws.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html
 */
export async function listPublicKeys(client: CloudTrailClient, from: Instant, to: Instant): Promise<PublicKeys> {
  const keys = new Map<string, string>();
  let token: string | undefined;
  do {
    const times = { StartTime: new Date(epochMs(from)), EndTime: new Date(epochMs(to)) };
    const answer = await client.send(new ListPublicKeysCommand({ ...times, ...(token && { NextToken: token }) }));
    for (const { Fingerprint, Value } of answer.PublicKeyList ?? []) {
      if (Fingerprint !== undefined && Value !== undefined)
        keys.set(Fingerprint, Buffer.from(Value).toString('base64'));
    }
    token = answer.NextToken;
  } while (token !== undefined);
  return keys;
}
