/** Begins a campaign, and asks the owners. */

import type { LifecycleRequest } from '../../domain/lifecycle/plan-lifecycle.ts';
import { type CampaignTerms, startCampaign } from '../../domain/review/start.ts';
import { InputError } from '../input-error.ts';
import type { GatheredLifecycle } from '../lifecycle/make-plan.ts';
import { someAtOnce } from '../some-at-once.ts';
import { campaignsOf, type OpenCampaign, readParts } from './open-campaign.ts';
import type { ReviewPorts } from './review-ports.ts';

/**
 * Begins the campaign. Its users are written first: a campaign is there only once all of them are, and a start that
 * was cut off may be repeated. Throws InputError where another campaign runs, or somebody cannot be asked.
 */
export async function beginReview(
  { facts, missing }: GatheredLifecycle,
  request: LifecycleRequest,
  terms: CampaignTerms,
  { accountId, table }: ReviewPorts,
): Promise<OpenCampaign> {
  refuseGaps(missing, 'started');
  const { campaign, reviews, ownerless } = startCampaign(facts, request, terms);
  await refuseSecond(campaign.id, table, accountId);
  if (ownerless.length > 0) throw new InputError(ownerlessWords(ownerless));
  if (reviews.length === 0)
    throw new InputError(`--scope ${terms.scope}: the account has no such user, so nobody is asked`);
  await someAtOnce(reviews, async (review) => {
    await table.writeCampaign(accountId, { kind: 'user-review', id: campaign.id, review });
  });
  const { reviews: asked, letters } = await readParts(table, accountId, campaign.id);
  const reviewers = [...new Set(asked.map(({ owner }) => owner))].sort();
  const begun = { ...campaign, reviewers, users: asked.length };
  const isFirst = await table.writeCampaign(accountId, { kind: 'campaign', campaign: begun });
  if (!isFirst) throw new InputError(`review ${campaign.id} was started by somebody else meanwhile`);
  return { campaign: begun, reviews: asked, letters };
}

/** Without every answer of IAM nobody knows whom to ask, and no verdict of the end holds. */
export function refuseGaps(missing: readonly string[], done: 'started' | 'closed'): void {
  const [first, ...others] = missing;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new InputError(`nothing was ${done}, because IAM did not answer everything: ${first}${more}`);
}

async function refuseSecond(id: string, table: ReviewPorts['table'], accountId: ReviewPorts['accountId']) {
  const all = await campaignsOf(table, accountId);
  const running = all.find(({ closed }) => closed === undefined);
  if (running !== undefined) {
    throw new InputError(`review ${running.id} runs until ${running.until}: lastseen review close ends it first`);
  }
  if (all.some((each) => each.id === id)) {
    throw new InputError(`review ${id} is closed already: begin the next one tomorrow, or with another --scope`);
  }
}

const shownNames = 5;

function ownerlessWords(names: readonly string[]): string {
  const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : '';
  const who = `${names.slice(0, shownNames).join(', ')}${more}`;
  return `nobody can be asked about ${who}: set fallbackOwner in the section lifecycle of lastseen.yml`;
}
