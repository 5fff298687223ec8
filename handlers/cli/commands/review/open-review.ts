import { staleRun } from '../../../../domain/lifecycle/guards.ts';
import type { LifecycleFacts } from '../../../../domain/lifecycle/plan-lifecycle.ts';
import { type ReviewView, viewReview } from '../../../../domain/review/review-view.ts';
import { clockTime } from '../../../clock.ts';
import type { GatheredLifecycle } from '../../../lifecycle/make-plan.ts';
import type { OpenCampaign } from '../../../review/open-campaign.ts';
import type { ReviewPorts } from '../../../review/review-ports.ts';
import { remark } from '../../missing.ts';
import { gatherNow, type OpenLifecycle, withLifecycle } from '../lifecycle/open-lifecycle.ts';
import type { ReviewOptions } from './review-options.ts';

/** An account, its table and its reviews, open for as long as a command works with them. */
export interface OpenReview extends OpenLifecycle {
  readonly ports: ReviewPorts;
}

/** Opens the account of the credentials, in whose name a review is led or answered. Throws InputError, LiveFailure. */
export function withReview<T>(options: ReviewOptions, work: (open: OpenReview) => Promise<T>): Promise<T> {
  return withLifecycle(options, (open) => {
    const { accountId, arn: by } = open.session;
    return work({ ...open, ports: { accountId, by, table: open.table, clock: clockTime } });
  });
}

/** The facts of this moment; says where the table is too old to know what CloudTrail recorded since. */
export async function gatherForReview(open: OpenReview, options: ReviewOptions): Promise<GatheredLifecycle> {
  const gathered = await gatherNow(open, options);
  for (const doubt of doubtsOf(gathered.facts)) remark(doubt, options);
  return gathered;
}

/** Why the facts as a whole are doubted, in words. */
export const doubtsOf = ({ doubts, run, question }: LifecycleFacts): string[] => [
  ...staleRun({ run, ...question }),
  ...doubts,
];

/** The campaign as of these facts. */
export const viewNow = (
  { request }: OpenReview,
  { campaign, reviews }: OpenCampaign,
  facts: LifecycleFacts,
): ReviewView => viewReview(campaign, reviews, facts, request.settings);
