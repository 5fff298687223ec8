/** What the evidence suggests about a user. It is made anew whenever somebody looks, and never stored. */

import { noEntries } from '../lifecycle/lifecycle.ts';
import { shelters, type UserInQuestion } from '../lifecycle/never.ts';
import type { LifecycleSettings } from '../lifecycle/settings.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { shortReason } from '../verdict/short-reason.ts';

/** `look`: the evidence alone does not say. `gone`: IAM does not list the user any more. */
export const adviceKinds = ['remove', 'keep', 'look', 'gone'] as const;

/** A recommendation with its reasons in words. */
export interface Recommendation {
  readonly advice: (typeof adviceKinds)[number];
  readonly why: string;
}

/** What a recommendation is made of. */
export interface RecommendationContext {
  readonly settings: LifecycleSettings;
  readonly now: Instant;
}

/** Recommends by the verdict of this moment. Answers and keeps do not count: they are what it is compared with. */
export function recommend(user: UserInQuestion | undefined, { settings, now }: RecommendationContext): Recommendation {
  if (user === undefined) return { advice: 'gone', why: 'IAM does not list it any more' };
  const { assessment } = user;
  const reason = `${assessment.state}: ${shortReason(assessment, now)}`;
  const doubts = doubtsOf({ ...user, entries: noEntries }, settings, now);
  if (doubts.length > 0) return { advice: 'look', why: [reason, ...doubts].join('; ') };
  return { advice: assessment.state === 'active' ? 'keep' : 'remove', why: reason };
}

function doubtsOf(user: UserInQuestion, settings: LifecycleSettings, now: Instant): string[] {
  const { state } = user.assessment;
  switch (state) {
    case 'active':
      return faintActivity(user.assessment);
    case 'idle':
    case 'never-used':
      return user.assessment.gaps.length > 0 ? ['facts are missing'] : shelters(user, settings, now);
    case 'new':
      return ['too young to tell'];
    case 'unknown':
      return ['the evidence is not complete'];
    default:
      return state satisfies never;
  }
}

/** A call that does nothing keeps a user active: whoever hides an old user makes one now and then. */
function faintActivity({ lastActivity }: Assessment): string[] {
  const { eventName, errorCode } = lastActivity?.sighting ?? {};
  return [
    ...(eventName === 'GetCallerIdentity' ? ['its latest call only asked who it is'] : []),
    ...(errorCode === undefined ? [] : [`its latest call was refused (${errorCode})`]),
  ];
}
