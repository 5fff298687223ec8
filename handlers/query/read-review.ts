import type { AccountId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import { type ReviewState, reviewState } from '../../domain/review/review-state.ts';
import { readCampaign, readUserReview } from '../../domain/review/stored-campaign.ts';
import { parseEntry } from '../../domain/sightings/entry.ts';
import { readEntry } from '../../domain/sightings/read-entry.ts';
import type { CampaignStore } from '../../infra/ports/campaign-store.ts';

/** The review that runs, or else the latest; undefined where there is none. */
export interface AccountReview {
  readonly review: ReviewState | undefined;
  /** What could not be read, in words. */
  readonly missing: readonly string[];
}

/** Reads how the review of an account stands. An item of another version is skipped and named. */
export async function readReview(
  table: Pick<CampaignStore, 'listCampaigns' | 'readCampaign'>,
  accountId: AccountId,
): Promise<AccountReview> {
  const listed = await table.listCampaigns(accountId);
  const campaigns = listed.flatMap((item) => readCampaign(item) ?? []);
  const campaign = campaigns.findLast(({ closed }) => closed === undefined) ?? campaigns.at(-1);
  const users = campaign === undefined ? [] : (await table.readCampaign(accountId, campaign.id)).filter(isOfUser);
  const reviews = users.flatMap((item) => readUserReview(item) ?? []);
  const unread = listed.length - campaigns.length + users.length - reviews.length;
  return {
    review: campaign && reviewState(campaign, reviews),
    missing: unread === 0 ? [] : [`account ${accountId}: another version wrote ${unread} entries of reviews`],
  };
}

function isOfUser(item: JsonObject): boolean {
  const entry = parseEntry(item['entry']);
  return entry !== undefined && readEntry(entry).kind === 'user-review';
}
