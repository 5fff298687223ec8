import type { AccountId, UserId } from '../ids.ts';
import type { IamUser } from '../inventory/iam-user.ts';
import { plainText } from '../plain-text.ts';
import { wordsOf } from '../provider.ts';
import { type Instant, laterOf, plusDays } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { isExempt } from '../verdict/counts.ts';
import { type ExplainedRun, explain } from '../verdict/explanation.ts';
import type { Run } from '../verdict/run.ts';
import { isUnused } from '../verdict/state.ts';
import { type Control, controlsOf } from './control.ts';
import { type ControlStatus, judgeControl } from './control-verdict.ts';
import { findingOf } from './provider-finding.ts';

/** When and where a finding is made, and about which run. */
export interface FindingContext {
  readonly now: Instant;
  readonly run: ExplainedRun;
  /** The Region whose Security Hub takes the finding; undefined: IAM's home Region in the partition. */
  readonly region: string | undefined;
  readonly toolVersion: string;
}

/**
 * `open`: the user is unused. `exempt`: unused, and somebody accepted that. `undecided`: the user cannot be judged.
 * `closed`: the user is in use, new or gone.
 */
export type FindingStatus = 'open' | 'exempt' | 'undecided' | 'closed';

/** What every format says about one user. */
export interface UserFinding {
  /** The same for the same user in every run. The unique id is in it: a new user of an old name is a new finding. */
  readonly id: string;
  readonly status: FindingStatus;
  readonly severity: 'Informational' | 'Low' | 'Medium';
  readonly title: string;
  /** Why, as `explain` says it, safe to show. */
  readonly reason: string;
  readonly firstObservedAt: Instant;
  readonly observedAt: Instant;
  readonly user: FindingUser;
  /** Undefined for a user who is gone. */
  readonly assessment: Assessment | undefined;
  /** The controls whose own verdict is the finding's. */
  readonly controls: readonly Control[];
}

export type FindingUser = Pick<IamUser, 'accountId' | 'userName' | 'arn'> & Partial<Pick<IamUser, 'userId'>>;

/** The finding about a user. There is one whatever the state, so that an earlier one can be closed. */
export function userFinding(assessment: Assessment, { run }: FindingContext): UserFinding {
  const status = statusOf(assessment);
  return {
    id: findingId(assessment.user),
    status,
    severity: severityOf(status, assessment),
    title: titleOf(assessment.user, run),
    reason: plainText(explain(assessment, run)),
    firstObservedAt: firstObservedAt(assessment, status, run),
    observedAt: run.asOf,
    user: assessment.user,
    assessment,
    controls: controlsOf(assessment.user.accountId).filter(
      (control) => judgeControl(control, assessment, run).status === controlStatus[status],
    ),
  };
}

/** The finding that closes an earlier one of a user who is no longer in the inventory. */
export function goneFinding(
  id: string,
  user: FindingUser,
  firstObserved: Instant,
  { run }: FindingContext,
): UserFinding {
  return {
    id,
    status: 'closed',
    severity: 'Informational',
    title: titleOf(user, run),
    reason: 'the user is not in the inventory any more',
    firstObservedAt: firstObserved,
    observedAt: run.asOf,
    user,
    assessment: undefined,
    controls: [],
  };
}

const titleOf = ({ accountId }: FindingUser, { thresholdDays }: Pick<Run, 'thresholdDays'>) =>
  `${wordsOf(accountId).user} unused for ${thresholdDays} days or more`;

/** Security Hub takes no longer one. */
const longestId = 512;

/** `lastseen/iam-user-unused/ACCOUNT/AIDA...`; without a unique id, the name and the time of creation stand there. */
function findingId({ accountId, userId, userName, createdAt }: IdParts): string {
  const { checkId } = findingOf(accountId);
  return cutText(`lastseen/${checkId}/${accountId}/${userId ?? `${userName}/${createdAt ?? 'undated'}`}`, longestId);
}

type IdParts = {
  readonly accountId: AccountId;
  readonly userId: UserId | undefined;
  readonly userName: string;
  readonly createdAt: Instant | undefined;
};

function statusOf(assessment: Assessment): FindingStatus {
  if (assessment.state === 'unknown') return 'undecided';
  if (!isUnused(assessment.state)) return 'closed';
  return isExempt(assessment) ? 'exempt' : 'open';
}

/** What the controls must say that a finding names. */
const controlStatus: { readonly [status in FindingStatus]: ControlStatus } = {
  open: 'FAIL',
  exempt: 'FAIL',
  undecided: 'MANUAL',
  closed: 'PASS',
};

/** An unused user without an active credential can do little harm. */
function severityOf(status: FindingStatus, { usable }: Assessment): UserFinding['severity'] {
  if (status !== 'open') return 'Informational';
  return usable === false ? 'Low' : 'Medium';
}

/** The moment at which the user became unused; of any other user, that of the run. */
function firstObservedAt(
  { user, lastActivity }: Assessment,
  status: FindingStatus,
  run: FindingContext['run'],
): Instant {
  if (status !== 'open' && status !== 'exempt') return run.asOf;
  const births = [user, ...(user.credentials ?? [])].map(({ createdAt }) => createdAt);
  const since = [lastActivity?.at, ...births].reduce<Instant | undefined>(laterOf, undefined);
  return since === undefined ? run.asOf : plusDays(since, run.thresholdDays);
}

/** The partition of an ARN: `aws`, `aws-cn`, `aws-us-gov`. */
export function partitionOf(arn: string): string {
  return /^arn:(aws(?:-[a-z]+)*):/.exec(arn)?.[1] ?? 'aws';
}

const homes: { readonly [partition: string]: string } = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

/** The Region in which IAM lives in the partition of an ARN; a tenant of another provider has none. */
export const homeRegionOf = (arn: string): string =>
  arn.startsWith('arn:') ? (homes[partitionOf(arn)] ?? 'us-east-1') : 'global';

/** A text of a finding, safe to show, at most so many characters long. What is cut ends in an ellipsis. */
export function cutText(text: string, most: number): string {
  const safe = plainText(text);
  return safe.length <= most ? safe : `${safe.slice(0, most - 1).toWellFormed()}…`;
}
