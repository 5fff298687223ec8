/** What a person asks to approve, read from outside, and the approvals that it makes. */

import { type AccountId, parseUserId, parseUserName, type UserId } from '../ids.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { every, ok, okUnless, type Parsed, type Problem, wrong } from '../parsed.ts';
import { parseReason } from '../reason.ts';
import { isListOf, isObjectOf, isOneOf, isOptional, isText, parsedBy } from '../shape.ts';
import type { Instant } from '../time.ts';
import { type Approval, type ApprovalPoint, type Authentication, approvalEnd, approvalPoints } from './approval.ts';
import { voidBecause } from './standing-approval.ts';
import { isHash, type StepTerms, shortHash, stepHash } from './step-terms.ts';

/** The acts that an approval may be of. */
export const approvableActs = ['quarantine', 'delete'] as const;

/** A step as the approver names it. */
export interface NamedStep {
  readonly hash: string;
  readonly act: string;
  readonly userId: UserId;
  readonly userName: string;
  readonly fingerprint?: string | undefined;
}

/** The steps that a person approves at once, with one reason. */
export interface ApprovalRequest {
  readonly steps: readonly NamedStep[];
  readonly reason: string;
  readonly acknowledged: readonly ApprovalPoint[];
}

const mostSteps = 100;

const isHashText = (value: unknown): value is string => isText(value) && isHash(value);

const isNamedStep = isObjectOf<NamedStep>({
  hash: isHashText,
  act: isOneOf(...approvableActs),
  userId: parsedBy(parseUserId),
  userName: parsedBy(parseUserName),
  fingerprint: isOptional(isHashText),
});

const isPoints = isListOf(isOneOf(...approvalPoints));

/** Reads the JSON of a request, `{steps, reason, acknowledged}`; further fields are left out. */
export function readApprovalRequest(value: unknown): Parsed<ApprovalRequest> {
  const problem = (field: string, todo: string): Problem => ({ field, given: undefined, todo });
  if (!isJsonObject(value)) return wrong(problem('body', 'give a JSON object with steps, reason and acknowledged'));
  const { steps, acknowledged } = value;
  const reason = readReason(value);
  const areSteps = isListOf(isNamedStep)(steps) && steps.length > 0 && steps.length <= mostSteps;
  const problems = [
    ...(areSteps ? [] : [problem('steps', `give 1 to ${mostSteps} steps as a plan of this version has them`)]),
    ...(reason.kind === 'wrong' ? reason.problems : []),
    ...(isPoints(acknowledged) ? [] : [problem('acknowledged', `give a list of ${approvalPoints.join(', ')}`)]),
  ];
  if (!areSteps || reason.kind === 'wrong' || !isPoints(acknowledged)) return wrong(...problems);
  const named = steps.map(({ hash, act, userId, userName, fingerprint }) => {
    return { hash, act, userId, userName, ...(fingerprint !== undefined && { fingerprint }) };
  });
  return ok({ steps: named, reason: reason.value, acknowledged: [...new Set(acknowledged)] });
}

function readReason({ reason }: JsonObject): Parsed<string> {
  const parsed = parseReason(isText(reason) ? reason : undefined);
  if (parsed.kind === 'wrong') return parsed;
  return parsed.value === undefined ? wrong({ field: 'reason', given: undefined, todo: 'say why' }) : ok(parsed.value);
}

/** Who approves, by what AWS says. */
export interface Approver {
  readonly by: string;
  readonly byId?: string | undefined;
  readonly how: Authentication;
}

/** What the approvals are held to where they are written. */
export interface ApprovingTerms extends Pick<StepTerms, 'accountId' | 'thresholdDays' | 'settings'> {
  readonly accountId: AccountId;
  readonly approvers: readonly string[];
  /** ARNs of who plans and who acts. */
  readonly actors: readonly string[];
  readonly now: Instant;
}

/** An approval, and what the hash of its step is of. */
export interface GivenApproval {
  readonly approval: Approval;
  readonly terms: StepTerms;
}

/** The approvals that a request makes: all of them or none. Each problem names its step. */
export function approvalsGiven(
  { steps, reason, acknowledged }: ApprovalRequest,
  approver: Approver,
  where: ApprovingTerms,
  digest: (value: object) => string,
): Parsed<readonly GivenApproval[]> {
  const { now, accountId, thresholdDays, settings } = where;
  return every(
    steps.map(({ hash, act, userId, userName, fingerprint }) => {
      const bound = { ...(fingerprint !== undefined && { fingerprint }), thresholdDays, settings };
      const terms: StepTerms = { accountId, userId, act, ...bound };
      const approval = { step: hash, ...approver, at: now, until: approvalEnd(now), reason, acknowledged };
      const isKnown = stepHash(terms, digest) === hash;
      const arn = `arn:aws:iam::${accountId}:user/${userName}`;
      const why = isKnown ? voidBecause({ kind: 'approval', approval }, { hash, userId, arn }, where) : unknownStep;
      const problem = { field: `step ${shortHash(hash)}`, given: undefined, todo: why ?? '' };
      return okUnless(why === undefined ? [] : [problem], { approval, terms });
    }),
  );
}

const unknownStep = 'is not known: it was altered, or planned for another account or with other settings';
