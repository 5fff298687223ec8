/** Reads a plan from a file, and tells whether it may still be applied. */

import { approvalPoints } from '../approvals/approval.ts';
import type { Listening } from '../coverage/listened-days.ts';
import { parseAccountId, parseUserId } from '../ids.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { type OwnerRule, ownerSources } from '../owners/owner.ts';
import { ok, type Parsed, wrong } from '../parsed.ts';
import { isSameData } from '../same-data.ts';
import {
  isFlag,
  isListOf,
  isNumber,
  isObjectOf,
  isOneOf,
  isOptional,
  isText,
  isUnionOf,
  parsedBy,
  type Shape,
} from '../shape.ts';
import { daysBetween, type Instant, parseTime } from '../time.ts';
import type { ExemptionRule, ExemptionTerms } from '../verdict/exemption.ts';
import { states } from '../verdict/state.ts';
import type { WaitingStep } from './decision.ts';
import { isDeleteCall } from './deletion/delete-call.ts';
import { hasOwnHashes } from './hashed-steps.ts';
import { type LeftAlone, type LifecyclePlan, planFormat } from './plan.ts';
import { type ActingWindow, type DeletionSettings, type LifecycleSettings, weekdays } from './settings.ts';
import { acts, callsOf, type Step } from './step.ts';
import type { Digest } from './user-access.ts';

const isInstant = parsedBy(parseTime);
const isTexts = isListOf(isText);
const isPoints = isOptional(isListOf(isOneOf(...approvalPoints)));

/** Whether it is a call that a plan may hold. */
export const isIamCall: Shape<Step['calls'][number]> = (value): value is Step['calls'][number] => {
  const isTag = isObjectOf({ userName: isText, key: isText });
  const isPolicy = isObjectOf({ userName: isText, policyArn: isText });
  const action = isJsonObject(value) ? value['action'] : undefined;
  if (action === 'TagUser') return isTag(value) && isObjectOf({ value: isText })(value);
  if (action === 'UntagUser') return isTag(value);
  return (action === 'AttachUserPolicy' || action === 'DetachUserPolicy') && isPolicy(value);
};

const isStep = isObjectOf<Step>({
  act: isOneOf(...acts),
  userId: parsedBy(parseUserId),
  userName: isText,
  arn: isText,
  reason: isText,
  owner: isText,
  ownerFrom: isOptional(isOneOf(...ownerSources)),
  version: isNumber,
  lastActivity: isOptional(isInstant),
  fingerprint: isOptional(isText),
  hash: isText,
  needsApproval: isOptional(isFlag),
  calls: isListOf(isIamCall),
  undo: isListOf(isIamCall),
  deletes: isOptional(isListOf(isDeleteCall)),
  points: isPoints,
});

export const isLifecycleSettings = isObjectOf<LifecycleSettings>({
  noticeDays: isNumber,
  ownerTags: isTexts,
  ownerRules: isListOf(isObjectOf<OwnerRule>({ path: isOptional(isText), group: isOptional(isText), owner: isText })),
  fallbackOwner: isOptional(isText),
  noticesARun: isNumber,
  quarantinesARun: isNumber,
  weeklyPercent: isNumber,
  protectedPaths: isTexts,
  requireApproval: isOptional(isFlag),
  approvers: isTexts,
  window: isObjectOf<ActingWindow>({
    days: isListOf(isOneOf(...weekdays)),
    fromHour: isNumber,
    toHour: isNumber,
    timeZone: isText,
    freezeDays: isTexts,
  }),
  deletion: isOptional(isObjectOf<DeletionSettings>({ graceDays: isNumber, deletesARun: isNumber })),
});

const isRule = isUnionOf<ExemptionRule>({
  tag: { key: isText, value: isOptional(isText) },
  name: {
    pattern: isText,
    terms: isObjectOf<ExemptionTerms>({ until: isOptional(isText), reason: isOptional(isText) }),
  },
});

const isListening = isObjectOf<Listening>({
  days: isNumber,
  ofDays: isNumber,
  longestBreak: isNumber,
  isHeardNow: isFlag,
  unheard: isOptional(isTexts),
});

const isWaiting = isObjectOf<WaitingStep>({
  act: isOneOf(...acts),
  hash: isText,
  fingerprint: isOptional(isText),
  points: isPoints,
});

const isPlan = isObjectOf<LifecyclePlan>({
  kind: isOneOf('lastseen-plan'),
  format: (value): value is typeof planFormat => value === planFormat,
  accountId: parsedBy(parseAccountId),
  asOf: isInstant,
  plannedBy: isText,
  thresholdDays: isNumber,
  settings: isLifecycleSettings,
  exemptions: isListOf(isRule),
  users: isNumber,
  withoutOwner: isNumber,
  closed: isOptional(isText),
  stops: isTexts,
  steps: isListOf(isStep),
  leftAlone: isListOf(
    isObjectOf<LeftAlone>({
      userId: isOptional(parsedBy(parseUserId)),
      userName: isText,
      verdict: isOneOf(...states),
      why: isTexts,
      waiting: isOptional(isWaiting),
      listening: isOptional(isListening),
    }),
  ),
  hash: isText,
});

/**
 * Reads a plan. One whose hash does not fit its content was altered, and so was one with other calls than its acts
 * need, or with a step whose hash is of something else: anybody can make the hash of a plan.
 */
export function openPlan(value: unknown, digest: Digest): Parsed<LifecyclePlan> {
  const refuse = (todo: string) => wrong({ field: 'plan', given: undefined, todo });
  if (!isJsonObject(value) || value['kind'] !== 'lastseen-plan') return refuse('is no plan of lastseen');
  if (value['format'] !== planFormat) {
    return refuse(`has format ${String(value['format'])}, and this version reads format ${planFormat}; plan anew`);
  }
  const isSealed = isPlan(value) && value.hash === digest(withoutHash(value));
  const isWhole = isSealed && value.steps.every(hasOwnCalls(value)) && hasOwnHashes(value, digest);
  return isWhole ? ok(value) : refuse('was altered; plan anew');
}

const hasOwnCalls =
  ({ asOf }: LifecyclePlan) =>
  ({ act, userName, arn, calls, undo, deletes }: Step): boolean => {
    const isOfUser = deletes === undefined || deletes.every((call) => call.userName === userName);
    const isOfAct = (deletes !== undefined) === (act === 'delete');
    return isOfUser && isOfAct && isSameData({ calls, undo }, callsOf(act, { userName, arn }, asOf));
  };

function withoutHash({ hash: _, ...content }: JsonObject): JsonObject {
  return content;
}

/** What a plan must agree with when it is applied. */
export type PlanContext = Pick<LifecyclePlan, 'accountId' | 'thresholdDays' | 'settings' | 'exemptions'> & {
  readonly now: Instant;
};

/** A plan rests on facts that are at most this old. */
const planHours = 24;

/** Why a plan must not be applied as a whole, in words; empty where it may. */
export function outdatedBecause(plan: LifecyclePlan, context: PlanContext): string[] {
  const age = daysBetween(plan.asOf, context.now) * 24;
  const differs = (['thresholdDays', 'settings', 'exemptions'] as const).filter(
    (name) => !isSameData(plan[name], context[name]),
  );
  return [
    ...(plan.accountId === context.accountId ? [] : [`it is of account ${plan.accountId}, not ${context.accountId}`]),
    ...(age > planHours ? [`it was made at ${plan.asOf}, more than ${planHours} hours ago`] : []),
    ...(age < 0 ? [`it was made at ${plan.asOf}, which lies in the future`] : []),
    ...(differs.length === 0 ? [] : [`it was made with other settings (${differs.join(', ')})`]),
  ];
}
