import type { AccountId } from '../../../../domain/ids.ts';
import type { ReviewLetter } from '../../../../domain/review/letter.ts';
import { type CampaignWrite, itemOfCampaignWrite, itemOfLetter } from '../../../../domain/review/stored-campaign.ts';
import { stateKey } from '../assessment-item.ts';
import { planPartition } from '../dynamodb-plan-runs.ts';
import type { Item } from '../sighting-item.ts';

/** The item of a write, and its version. Campaigns stand in the index `ByState`, by their start; their users do not. */
export function campaignItem(
  accountId: AccountId,
  write: CampaignWrite,
): { readonly item: Item & { readonly entry: string }; readonly version: number } {
  const { entry, version, attributes } = itemOfCampaignWrite(write);
  const item = { accountId, entry, ...attributes };
  if (write.kind !== 'campaign') return { item, version };
  return { item: { ...item, accountState: campaignsKey(accountId), idleSince: write.campaign.from }, version };
}

/** The item of a letter, and its version. */
export function letterItem(accountId: AccountId, letter: ReviewLetter) {
  const { entry, version, attributes } = itemOfLetter(letter);
  return { item: { accountId: planPartition(accountId), entry, ...attributes }, version };
}

/** The partition of the index `ByState` with the campaigns of an account. */
export const campaignsKey = (accountId: AccountId): string => stateKey(accountId, 'campaign');
