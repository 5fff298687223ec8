/** Whether a value has the shape of a record of an act. */

import { parseAccountId, parseUserId } from '../ids.ts';
import { isJsonObject } from '../json.ts';
import { type DeleteCall, isDeleteCall } from '../lifecycle/deletion/delete-call.ts';
import { isUserSnapshot } from '../lifecycle/deletion/user-snapshot.ts';
import { isIamCall, isLifecycleSettings } from '../lifecycle/opened-plan.ts';
import { acts, type IamCall } from '../lifecycle/step.ts';
import type { ListedCredential, UserAccess } from '../lifecycle/user-access.ts';
import { isFlag, isListOf, isNumber, isObjectOf, isOneOf, isOptional, isText, parsedBy, type Shape } from '../shape.ts';
import { states } from '../verdict/state.ts';
import { isEvidenceSource, isInstant, isTag } from '../verdict/stored-user.ts';
import type {
  ActIntent,
  ActOutcome,
  ActRecord,
  ChainPlace,
  RecordedActivity,
  RecordedApproval,
  RecordedCall,
  RecordedCoverage,
  RecordedListening,
  RecordedNotice,
  RecordedReferences,
  RecordedUser,
  RecordedVerdict,
} from './act-record.ts';

const isTexts = isListOf(isText);
const isName = isOptional(isText);
const isTime = isOptional(isInstant);
const isUserId = parsedBy(parseUserId);

const isPlace = isObjectOf<ChainPlace>({
  accountId: parsedBy(parseAccountId),
  id: isText,
  sequence: isNumber,
  before: isName,
  key: isName,
  unsigned: isName,
});

const isUser = isObjectOf<RecordedUser>({
  userId: isUserId,
  userName: isText,
  arn: isText,
  path: isName,
  createdAt: isTime,
  tags: isListOf(isTag),
  creator: isName,
  owner: isName,
});

const isListed = isObjectOf<ListedCredential>({ id: isText, status: isText, lastUsed: isTime });
const isInline = isObjectOf<UserAccess['inlinePolicies'][number]>({ name: isText, document: isText });

const isAccess = isObjectOf<UserAccess>({
  userId: isUserId,
  userName: isText,
  path: isText,
  tags: isListOf(isTag),
  boundary: isName,
  passwordLastUsed: isTime,
  passwordCreatedAt: isTime,
  accessKeys: isListOf(isListed),
  serviceCredentials: isListOf(isListed),
  sshKeys: isListOf(isListed),
  certificates: isListOf(isListed),
  mfaDevices: isTexts,
  attachedPolicies: isTexts,
  inlinePolicies: isListOf(isInline),
  groups: isTexts,
});

const isActivity = isObjectOf<RecordedActivity>({
  source: isEvidenceSource,
  at: isInstant,
  ageDays: isNumber,
  credential: isName,
});

const isGap = isObjectOf<RecordedCoverage['gaps'][number]>({ region: isText, from: isText, to: isText });

const isVerdict = isObjectOf<RecordedVerdict>({
  state: isOneOf(...states),
  asOf: isInstant,
  thresholdDays: isNumber,
  reason: isText,
  evidence: isListOf(isActivity),
  corroborated: isFlag,
  coverage: isOptional(
    isObjectOf<RecordedCoverage>({ asOf: isInstant, kind: isOneOf('whole', 'partial', 'none'), gaps: isListOf(isGap) }),
  ),
  missing: isTexts,
});

const isReferences = isObjectOf<RecordedReferences>({
  found: isListOf(isObjectOf<RecordedReferences['found'][number]>({ kind: isText, arn: isText })),
  looked: isTexts,
  refused: isTexts,
});

const isApproval = isObjectOf<RecordedApproval>({
  by: isText,
  how: isText,
  at: isInstant,
  reason: isText,
  step: isName,
  acknowledged: isOptional(isTexts),
});

const isSent: Shape<IamCall | DeleteCall> = (value): value is IamCall | DeleteCall =>
  isIamCall(value) || isDeleteCall(value);

const isIntent = isObjectOf<ActIntent>({
  at: isInstant,
  act: isOneOf(...acts),
  reason: isText,
  actor: isText,
  software: isText,
  user: isUser,
  planHash: isName,
  settings: isLifecycleSettings,
  calls: isListOf(isSent),
  undo: isListOf(isIamCall),
  access: isOptional(isAccess),
  verdict: isOptional(isVerdict),
  notices: isListOf(isObjectOf<RecordedNotice>({ at: isInstant, to: isText, messageId: isName })),
  listenedDays: isOptional(isNumber),
  listened: isOptional(isListOf(isObjectOf<RecordedListening>({ region: isText, days: isNumber, ofDays: isNumber }))),
  snapshot: isOptional(isUserSnapshot),
  approval: isOptional(isApproval),
  references: isOptional(isReferences),
  neverRestored: isTexts,
});

const isOutcome = isObjectOf<ActOutcome>({
  at: isInstant,
  intent: isNumber,
  result: isOneOf('done', 'dropped', 'failed'),
  why: isName,
  actor: isText,
  software: isText,
  calls: isListOf(
    isObjectOf<RecordedCall>({ action: isText, userName: isName, at: isInstant, requestId: isName, outcome: isText }),
  ),
});

/** Whether it is a record that this version reads. Further fields are allowed. */
export const isActRecord: Shape<ActRecord> = (value): value is ActRecord => {
  if (!isJsonObject(value)) return false;
  const { phase } = value;
  return isPlace(value) && ((phase === 'intent' && isIntent(value)) || (phase === 'outcome' && isOutcome(value)));
};
