import { type CredentialUsed, isAccessKey } from '../credential.ts';
import type { AccessKeyId } from '../ids.ts';
import type { Credential, EvidenceSource, IamUser } from '../inventory/iam-user.ts';
import { sightingSourceOf } from '../provider.ts';
import { isFresh, type Question } from '../question.ts';
import type { LastSeen } from '../sightings/last-seen.ts';
import type { CredentialSighting } from '../sightings/sighting.ts';
import { daysBetween, type Instant } from '../time.ts';
import type { State } from './state.ts';

/** A verdict on one credential, by its last use, or by its creation where it was never used. */
export interface CredentialAssessment {
  readonly credential: Credential;
  /** The access key's id where IAM listed it or CloudTrail shows which key is in the column; else the inventory's. */
  readonly id: string;
  readonly state: State;
  readonly lastUsed:
    | { readonly at: Instant; readonly source: EvidenceSource; readonly sighting: CredentialSighting | undefined }
    | undefined;
}

/** The user of the credential, and its sightings. */
export interface CredentialContext {
  readonly user: IamUser;
  readonly lastSeen: LastSeen | undefined;
  /** Whether another source followed each use of the credential in the whole window, where IAM records none. */
  readonly isFollowed: (credential: Credential) => boolean;
}

/** Judges a credential. An inactive one follows the same rules; its status is reported separately. */
export function assessCredential(
  credential: Credential,
  context: CredentialContext,
  question: Question,
): CredentialAssessment {
  const keyId = accessKeyOf(credential, context);
  const lastUsed = lastUseOf(credential, keyId, context);
  const state = stateOf(credential, lastUsed?.at, context, question);
  return { credential, id: keyId ?? credential.id, state, lastUsed };
}

function accessKeyOf(credential: Credential, { user, lastSeen }: CredentialContext): AccessKeyId | undefined {
  if (credential.kind !== 'access-key') return undefined;
  return isAccessKey(credential.id) ? credential.id : keyInSlot(credential, user, lastSeen);
}

function lastUseOf(credential: Credential, keyId: AccessKeyId | undefined, { user, lastSeen }: CredentialContext) {
  const uses: NonNullable<CredentialAssessment['lastUsed']>[] = [];
  const seenAs = sightedAs(credential, keyId);
  // Stryker disable next-line ConditionalExpression: nothing is seen through no credential.
  const sighting = seenAs === undefined ? undefined : lastSeen?.credentials.get(seenAs);
  if (sighting !== undefined)
    uses.push({ at: sighting.at, source: sightingSourceOf(user.accountId, sighting), sighting });
  const { lastUse, reportedBy = 'credential-report' } = credential;
  if (lastUse.kind === 'at') uses.push({ at: lastUse.at, source: reportedBy, sighting: undefined });
  if (credential.kind === 'password' && user.passwordLastUsed !== undefined) {
    uses.push({ at: user.passwordLastUsed, source: 'list-users', sighting: undefined });
  }
  return uses.reduce<CredentialAssessment['lastUsed']>((a, b) => (a !== undefined && a.at >= b.at ? a : b), undefined);
}

/** What a sighting through the credential calls it; undefined where no sighting can be told to be through it. */
function sightedAs({ kind }: Credential, keyId: AccessKeyId | undefined): CredentialUsed | undefined {
  if (kind === 'password') return 'console';
  return kind === 'sign-in' || kind === 'app-access' ? kind : keyId;
}

function stateOf(
  credential: Credential,
  at: Instant | undefined,
  { isFollowed }: CredentialContext,
  question: Question,
): State {
  const { createdAt, existsSince, lastUse } = credential;
  if (isFresh(at, question)) return 'active';
  if (isFresh(createdAt, question)) return 'new';
  if (lastUse.kind === 'unknown' && !(lastUse.why === 'not-tracked' && isFollowed(credential))) return 'unknown';
  if (createdAt === undefined && (existsSince === undefined || isFresh(existsSince, question))) return 'unknown';
  return at === undefined && lastUse.kind !== 'not-since' ? 'never-used' : 'idle';
}

/** Within this time IAM records only the first use of a key. */
const trackingMinutes = 15;

/**
 * The access key in a column of the credential report: the report has no key ids, CloudTrail has. A reader may
 * deactivate the key with this id, so there is one in two cases only: the last sighting of exactly one key agrees with
 * the column's last use; or the user has a single key and was seen with a single key since its creation. A key that IAM
 * lists as another one of the user is not it.
 */
export function keyInSlot(slot: Credential, user: IamUser, lastSeen: LastSeen | undefined): AccessKeyId | undefined {
  // Stryker disable next-line ArrayDeclaration: what is no credential is no access key.
  const slots = (user.credentials ?? []).filter(({ kind }) => kind === 'access-key');
  const others = new Set<string>(slots.map(({ id }) => id));
  const seen = seenKeys(lastSeen).filter(({ id }) => !others.has(id));
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
