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
  // Stryker disable next-line ArrayDeclaration: what is no credential is no access key.
  const slots = (user.credentials ?? []).filter(({ kind }) => kind === 'access-key');
  const seen = seenKeys(lastSeen);
  const [agreeing, ...moreAgree] = seen.filter((key) => agrees(slot, key.at));
  if (agreeing !== undefined && moreAgree.length === 0) {
    if (slots.filter((other) => agrees(other, agreeing.at)).length === 1) return agreeing.id;
  }
  const [possible, ...morePossible] = seen.filter(({ at }) => isAfterCreation(slot, at));
  return slots.length === 1 && morePossible.length === 0 ? possible?.id : undefined;
}

function seenKeys(lastSeen: LastSeen | undefined): { id: AccessKeyId; at: Instant }[] {
  // Stryker disable next-line ArrayDeclaration: no other text is the id of an access key.
  return [...(lastSeen?.credentials ?? [])].flatMap(([id, { at }]) => (isAccessKey(id) ? [{ id, at }] : []));
}

function agrees(slot: Credential, at: Instant): boolean {
  const { lastUse } = slot;
  return (
    // Stryker disable next-line ConditionalExpression: only a use at a time is near another time.
    lastUse.kind === 'at' &&
    isAfterCreation(slot, at) &&
    Math.abs(daysBetween(lastUse.at, at)) * 1440 <= trackingMinutes
  );
}

function isAfterCreation({ createdAt }: Credential, at: Instant): boolean {
  return createdAt === undefined || at >= createdAt;
}
