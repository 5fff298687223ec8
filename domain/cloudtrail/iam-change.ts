/** Records of calls that change an IAM user, by whomever. */

import { type AccountId, parseAccountId, parseUserId, parseUserName, type UserId, type UserName } from '../ids.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../json.ts';
import { personOf } from '../owners/person.ts';
import type { Creator } from '../sightings/creator.ts';
import type { Shelter } from '../sightings/shelter.ts';
import { type Instant, parseEventTime } from '../time.ts';

/** The source of every call to IAM. */
export const iamEventSource = 'iam.amazonaws.com';

/**
 * What a call did to a user. `credential`: one was made, or became usable again. `policy`: an inline policy or the
 * boundary changed.
 */
export type IamEffect =
  | { readonly kind: 'created'; readonly userId: UserId }
  | { readonly kind: 'deleted' | 'renamed' | 'credential' | 'policy' | 'group' }
  | { readonly kind: 'attached' | 'detached'; readonly policyArn: string }
  | { readonly kind: 'tags-set' | 'tags-removed'; readonly keys: readonly string[] };

/** A call that succeeded. The record names the user by its name at that time, never by its unique id. */
export interface IamChange {
  readonly at: Instant;
  readonly accountId: AccountId;
  readonly userName: UserName;
  readonly eventName: string;
  readonly eventId: string | undefined;
  readonly sourceAddress: string | undefined;
  readonly userAgent: string | undefined;
  readonly caller: Pick<Creator, 'by' | 'person'>;
  readonly effect: IamEffect;
}

/** The call that creates a user. */
export const creationName = 'CreateUser';

type ReadEffect = (parameters: JsonObject, record: JsonObject) => IamEffect | undefined;

const always =
  (kind: 'deleted' | 'credential' | 'policy' | 'group'): ReadEffect =>
  () => ({ kind });

const withPolicy =
  (kind: 'attached' | 'detached'): ReadEffect =>
  (parameters) => {
    const policyArn = textAt(parameters, 'policyArn', 2048);
    return policyArn === undefined ? undefined : { kind, policyArn };
  };

/** A switched-off credential is no way in. */
const activated: ReadEffect = (parameters) =>
  textAt(parameters, 'status') === 'Active' ? { kind: 'credential' } : undefined;

/** By the name of the call. Source: IAM API reference, "Actions". */
const effects: { readonly [eventName: string]: ReadEffect } = {
  [creationName]: (_, record) => {
    const userId = parseUserId(objectAt(objectAt(record, 'responseElements'), 'user')?.['userId']);
    return userId && { kind: 'created', userId };
  },
  DeleteUser: always('deleted'),
  UpdateUser: (parameters) => (parameters['newUserName'] === undefined ? undefined : { kind: 'renamed' }),
  CreateAccessKey: always('credential'),
  UpdateAccessKey: activated,
  CreateLoginProfile: always('credential'),
  UpdateLoginProfile: always('credential'),
  CreateServiceSpecificCredential: always('credential'),
  UpdateServiceSpecificCredential: activated,
  ResetServiceSpecificCredential: always('credential'),
  UploadSSHPublicKey: always('credential'),
  UpdateSSHPublicKey: activated,
  UploadSigningCertificate: always('credential'),
  UpdateSigningCertificate: activated,
  AttachUserPolicy: withPolicy('attached'),
  DetachUserPolicy: withPolicy('detached'),
  PutUserPolicy: always('policy'),
  DeleteUserPolicy: always('policy'),
  PutUserPermissionsBoundary: always('policy'),
  DeleteUserPermissionsBoundary: always('policy'),
  AddUserToGroup: always('group'),
  RemoveUserFromGroup: always('group'),
  TagUser: (parameters) => {
    const { tags } = parameters;
    const keys = Array.isArray(tags)
      ? tags.map((tag) => (isJsonObject(tag) ? textAt(tag, 'key', 128) : undefined))
      : [];
    const known = keys.filter((key) => key !== undefined);
    return known.length === 0 ? undefined : { kind: 'tags-set', keys: known };
  },
  UntagUser: (parameters) => {
    const keys = parameters['tagKeys'];
    const isList = Array.isArray(keys) && keys.every((key) => typeof key === 'string');
    return isList ? { kind: 'tags-removed', keys } : undefined;
  },
};

/** The names of these calls. The rules of the stack let their records through, whoever called. */
export const iamChangeNames: readonly string[] = Object.keys(effects);

/**
 * The change that a record shows; undefined for any other record, and for a call that failed. Without a name in the
 * call its caller is meant. Source: CloudTrail user guide, "IAM and AWS STS API call logging".
 */
export function readIamChange(record: JsonObject): IamChange | undefined {
  const eventName = textAt(record, 'eventName') ?? '';
  const effectOf = Object.hasOwn(effects, eventName) ? effects[eventName] : undefined;
  if (effectOf === undefined || textAt(record, 'eventSource') !== iamEventSource) return undefined;
  if (record['errorCode'] !== undefined && record['errorCode'] !== null) return undefined;
  const identity = objectAt(record, 'userIdentity') ?? {};
  const parameters = objectAt(record, 'requestParameters') ?? {};
  const at = parseEventTime(record['eventTime']);
  const accountId = parseAccountId(record['recipientAccountId'] ?? identity['accountId']);
  const userName = parseUserName(parameters['userName'] ?? identity['userName']);
  const effect = effectOf(parameters, record);
  if (at === undefined || accountId === undefined || userName === undefined || effect === undefined) return undefined;
  return {
    at,
    accountId,
    userName,
    eventName,
    eventId: textAt(record, 'eventID', 64),
    sourceAddress: textAt(record, 'sourceIPAddress', 64),
    userAgent: textAt(record, 'userAgent', 96),
    caller: callerOf(identity),
    effect,
  };
}

/** Source: CloudTrail user guide, "userIdentity element". */
function callerOf(identity: JsonObject): IamChange['caller'] {
  const arn = textAt(identity, 'arn', 2048);
  const by = arn ?? textAt(identity, 'invokedBy', 128) ?? textAt(identity, 'type', 64) ?? 'unknown';
  const person = personOf(by);
  return { by, ...(person !== undefined && { person }) };
}

/** Who set which of these tags; undefined where the change set none of them. */
export function shelterOf({ effect, at, caller }: IamChange, wanted: readonly string[]): Shelter | undefined {
  if (effect.kind !== 'tags-set') return undefined;
  const keys = effect.keys.filter((key) => wanted.includes(key));
  return keys.length === 0 ? undefined : { at, ...caller, keys };
}

/** Who created which user; undefined for every other change. */
export function creationOf({ effect, at, caller }: IamChange): { userId: UserId; creator: Creator } | undefined {
  return effect.kind === 'created' ? { userId: effect.userId, creator: { at, ...caller } } : undefined;
}
