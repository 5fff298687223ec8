/** Reads the stored entries of lifecycles, each only in its right shape. */

import { parseCampaignId, parseUserId, type UserId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { isListOf, isNumber, isObjectOf, isOneOf, isOptional, isText, parsedBy, type Shape } from '../shape.ts';
import { isDay, parseTime } from '../time.ts';
import { isDeleteCall } from './deletion/delete-call.ts';
import {
  type BegunDeletion,
  type Keep,
  type Lifecycle,
  type LifecycleEvent,
  lifecycleStates,
  type Notice,
  type Removal,
  type SentCall,
  type SetBrake,
} from './lifecycle.ts';

/**
 * The format of these entries, written with each. Raise it with every change that an older version would misread: an
 * entry that cannot be read stops everything about its user.
 */
export const lifecycleFormat = 1;

const isInstant = parsedBy(parseTime);
const isState = isOneOf(...lifecycleStates);
const isUserId: Shape<UserId> = parsedBy(parseUserId);

const isLifecycle = isObjectOf<Lifecycle>({
  userId: isUserId,
  userName: isText,
  state: isState,
  version: isNumber,
  since: isInstant,
  due: isOptional(isInstant),
  planHash: isOptional(isText),
  owner: isText,
  notices: isListOf(isObjectOf<Notice>({ at: isInstant, to: isText })),
  fingerprint: isOptional(isText),
  lastActivity: isOptional(isInstant),
  quarantinedAt: isOptional(isInstant),
  returnedAt: isOptional(isInstant),
  deletion: isOptional(isObjectOf<BegunDeletion>({ at: isInstant, arn: isText, calls: isListOf(isDeleteCall) })),
});

const isEvent = isObjectOf<LifecycleEvent>({
  seq: isNumber,
  from: isState,
  to: isLifecycle,
  cause: isText,
  actor: isText,
  at: isInstant,
  calls: isListOf(isObjectOf<SentCall>({ action: isText, requestId: isOptional(isText) })),
  before: isOptional(isText),
});

const isKeep = isObjectOf<Keep>({
  until: (value): value is string => isText(value) && isDay(value),
  reason: isText,
  by: isText,
  at: isInstant,
  campaign: isOptional(parsedBy(parseCampaignId)),
});

const isRemoval = isObjectOf<Removal>({
  kind: isOneOf('asked', 'silence'),
  campaign: parsedBy(parseCampaignId),
  by: isText,
  at: isInstant,
  reason: isOptional(isText),
});

const isBrake = isObjectOf<SetBrake>({
  state: isOneOf('on', 'off'),
  by: isText,
  at: isInstant,
  reason: isOptional(isText),
});

/** A reader of the attribute that holds the value, in this format alone. */
const readerOf =
  <T>(attribute: string, isValue: Shape<T>) =>
  (item: JsonObject): T | undefined => {
    const value = item[attribute];
    return item['format'] === lifecycleFormat && isValue(value) ? value : undefined;
  };

export const readLifecycle = readerOf('lifecycle', isLifecycle);
export const readLifecycleEvent = readerOf('event', isEvent);
export const readKeep = readerOf('keep', isKeep);
export const readRemoval = readerOf('removal', isRemoval);
export const readBrake = readerOf('brake', isBrake);
