/** A person's word that a step may be done. */

import { type Instant, plusDays } from '../time.ts';

/**
 * What an approval may name, so that a step may be done in spite of it. `heard-partly`: some refused calls of the user
 * are not heard. `references`: others name the user. `references-refused`: some kinds of resources could not be looked
 * at.
 */
export const approvalPoints = ['heard-partly', 'references', 'references-refused'] as const;
export type ApprovalPoint = (typeof approvalPoints)[number];

/**
 * How the person was authenticated. `function-url`: AWS checked a signed request. `sts`: STS named the holder of the
 * credentials that wrote the entry. `merged-file`: the step stands in a file whose merge others approved.
 */
export const authentications = ['function-url', 'sts', 'merged-file'] as const;
export type Authentication = (typeof authentications)[number];

/** An approval of one step by one person. */
export interface Approval {
  /** The hash of the step. */
  readonly step: string;
  /** ARN of the person; of a merged file `sha256:` and the hash of its bytes. */
  readonly by: string;
  /** IAM's unique id of the person, where AWS told it: `AIDA...`, or `AROA...:session`. */
  readonly byId?: string | undefined;
  readonly how: Authentication;
  readonly at: Instant;
  /** Exclusive; at most 72 hours after `at`. */
  readonly until: Instant;
  readonly reason: string;
  readonly acknowledged: readonly ApprovalPoint[];
}

const longestDays = 3;

/** When an approval of this moment ends: 72 hours later. */
export const approvalEnd = (at: Instant): Instant => plusDays(at, longestDays);
