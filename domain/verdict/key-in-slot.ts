import { isAccessKey } from '../credential.ts';
import type { AccessKeyId } from '../ids.ts';
import type { Credential, IamUser } from '../inventory/iam-user.ts';
import type { LastSeen } from '../sightings/last-seen.ts';
import { daysBetween, type Instant } from '../time.ts';

/** Within this time IAM records only the first use of a key. */
const trackingMinutes = 15;

/**
 * The access key in a column of the credential report: the report has no key ids, CloudTrail has. A reader may
 * deactivate the key with this id, so there is one in two cases only: the last sighting of exactly one key agrees with
 * the column's last use; or the user has a single key and was seen with a single key since its creation.
 */
export function keyInSlot(slot: Credential, user: IamUser, lastSeen: LastSeen | undefined): AccessKeyId | undefined {
  const slots = (user.credentials ?? []).filter(({ kind }) => kind === 'access-key');
  const seen = seenKeys(lastSeen);
  const agreeing = seen.filter((key) => agrees(slot, key.at));
  const [only] = agreeing;
  if (agreeing.length === 1 && only !== undefined && slots.filter((other) => agrees(other, only.at)).length === 1) {
    return only.id;
  }
  const possible = seen.filter(({ at }) => isAfterCreation(slot, at));
  return slots.length === 1 && possible.length === 1 ? possible[0]?.id : undefined;
}

function seenKeys(lastSeen: LastSeen | undefined): { id: AccessKeyId; at: Instant }[] {
  return [...(lastSeen?.credentials ?? [])].flatMap(([id, { at }]) => (isAccessKey(id) ? [{ id, at }] : []));
}

function agrees(slot: Credential, at: Instant): boolean {
  const { lastUse } = slot;
  return (
    lastUse.kind === 'at' &&
    isAfterCreation(slot, at) &&
    Math.abs(daysBetween(lastUse.at, at)) * 1440 <= trackingMinutes
  );
}

function isAfterCreation({ createdAt }: Credential, at: Instant): boolean {
  return createdAt === undefined || at >= createdAt;
}
