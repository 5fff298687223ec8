/** Puts what is known of a user into the form of a record. */

import type { Approval } from '../approvals/approval.ts';
import { gapWords } from '../inventory/gap-words.ts';
import type { IamUser } from '../inventory/iam-user.ts';
import type { Step } from '../lifecycle/step.ts';
import type { Question } from '../question.ts';
import type { FoundReferences } from '../references/reference.ts';
import { kindsNotAsked } from '../references/standing.ts';
import { silentDays } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { Run } from '../verdict/run.ts';
import { shortReason } from '../verdict/short-reason.ts';
import type {
  RecordedApproval,
  RecordedCoverage,
  RecordedReferences,
  RecordedUser,
  RecordedVerdict,
} from './act-record.ts';

/** Who an act is about. `user` is what the inventory says; undefined where it has no such user any more. */
export function recordedUser(
  { userId, userName, arn, owner }: Pick<Step, 'userId' | 'userName' | 'arn' | 'owner'>,
  user: IamUser | undefined,
  creator?: string,
): RecordedUser {
  const known = user && { path: user.path, ...(user.createdAt !== undefined && { createdAt: user.createdAt }) };
  const people = { ...(creator !== undefined && { creator }), ...(owner !== '' && { owner }) };
  return { userId, userName, arn, ...known, tags: user?.tags ?? [], ...people };
}

/** The verdict at the time of the question, with the age of what each source reports. `run` is the table's latest. */
export function recordedVerdict(assessment: Assessment, question: Question, run: Run | undefined): RecordedVerdict {
  const { now, thresholdDays } = question;
  const { state, evidence, corroborated, gaps } = assessment;
  return {
    state,
    asOf: now,
    thresholdDays,
    reason: shortReason(assessment, now),
    evidence: evidence.map(({ source, at, credential }) => {
      return { source, at, ageDays: silentDays(at, now), ...(credential !== undefined && { credential }) };
    }),
    corroborated,
    ...(run !== undefined && { coverage: recordedCoverage(run) }),
    missing: gaps.map(gapWords),
  };
}

/** The approval that the act stands by. */
export function recordedApproval({ by, how, at, reason, step, acknowledged }: Approval): RecordedApproval {
  return { by, how, at, reason, step, acknowledged };
}

/** Who else names the user, by the search that the act rests on. */
export function recordedReferences(references: FoundReferences): RecordedReferences {
  const { found, lookedAt, notLookedAt, regionsLeftOut } = references;
  const inRegion = (region: string | null) => (region === null ? '' : ` in ${region}`);
  return {
    found: found.map(({ kind, resource }) => ({ kind, arn: resource })),
    looked: lookedAt.map(({ kind, region, resources }) => `${resources} ${kind}${inRegion(region)}`),
    refused: [
      ...notLookedAt.map(({ kind, region, why }) => `${kind}${inRegion(region)}: ${why}`),
      ...regionsLeftOut.map((region) => `${region}: left out`),
      ...kindsNotAsked(references).map((kind) => `${kind}: not asked`),
    ],
  };
}

function recordedCoverage({ asOf, coverage }: Run): RecordedCoverage {
  return { asOf, kind: coverage.kind, gaps: coverage.kind === 'partial' ? coverage.gaps : [] };
}
