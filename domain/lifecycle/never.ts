/** Who is left alone, whatever the verdict says. */

import type { Listening } from '../coverage/listened-days.ts';
import type { IamUser } from '../inventory/iam-user.ts';
import { ownerOf } from '../owners/owner.ts';
import type { FoundReferences } from '../references/reference.ts';
import type { Creator } from '../sightings/creator.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { isExempt } from '../verdict/counts.ts';
import type { StandingAccess } from './account-access.ts';
import { isKept, type UserEntries } from './lifecycle.ts';
import type { LifecycleSettings } from './settings.ts';
import { hasTag, isDenyAll, isLeakPolicy, protectTag } from './user-access.ts';

/** What a plan knows of one user. */
export interface UserInQuestion {
  readonly assessment: Assessment;
  readonly entries: UserEntries;
  /** Undefined where IAM did not say. */
  readonly access: StandingAccess | undefined;
  /** Who created it; undefined where no record of that was read. */
  readonly creator?: Creator | undefined;
  /** How far a quarantined user is heard; only of one. */
  readonly listening?: Listening | undefined;
  /** The latest search for who names the user; undefined where there was none. */
  readonly references?: FoundReferences | undefined;
}

/** Who is told about the user; undefined where nobody is. */
export function ownerOfUser({ assessment, entries, access, creator }: UserInQuestion, settings: LifecycleSettings) {
  const hints = { keptBy: entries.keep?.by, groups: access?.groups, creator };
  return ownerOf(assessment.user, hints, settings);
}

/** Why nothing may be done to a user, each in words; empty where none of these reasons holds. */
export function shelters(user: UserInQuestion, settings: LifecycleSettings, now: Instant): string[] {
  const { assessment, entries } = user;
  const { keep } = entries;
  return [
    ...(hasTag(assessment.user.tags, protectTag) ? [`it has the tag ${protectTag}`] : []),
    ...protectedPathOf(assessment.user, settings),
    ...(isExempt(assessment) ? [`it is exempt by ${assessment.exemption?.by}`] : []),
    ...(keep !== undefined && isKept(entries, now) ? [`${keep.by} keeps it until ${keep.until}: ${keep.reason}`] : []),
    ...(isApprover(assessment.user, settings) ? ['it approves acts'] : []),
    ...(entries.isUnreadable ? ['its lifecycle in the table cannot be read: another version wrote it'] : []),
  ];
}

function protectedPathOf({ path }: IamUser, { protectedPaths }: LifecycleSettings): string[] {
  const found = protectedPaths.find((each) => path.startsWith(each));
  return found === undefined ? [] : [`its path is below ${found}, which is protected`];
}

const isApprover = ({ userName, arn }: IamUser, { approvers }: LifecycleSettings): boolean =>
  approvers.some((name) => name.toLowerCase() === userName.toLowerCase() || name === arn);

/** Why a user must not be denied, by what it carries. `isOurs`: the deny that it may carry is ours. */
export function obstacles({ access }: UserInQuestion, isOurs: boolean): string[] {
  const { attachedPolicies = [] } = access ?? {};
  return [
    ...(attachedPolicies.some(isLeakPolicy) ? ['AWS quarantined a leaked key of it: an incident, not a clean-up'] : []),
    ...(!isOurs && attachedPolicies.some(isDenyAll) ? ['others denied it everything already'] : []),
  ];
}

/** What is not known of what a user may do; it stops every step towards a deny. */
export function unclear({ access }: UserInQuestion): string[] {
  if (access === undefined) return ['IAM did not say what it may do'];
  return access.changesIam === undefined ? ['a policy of it cannot be read, so it may be able to change IAM'] : [];
}
