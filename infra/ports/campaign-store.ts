import type { AccountId, CampaignId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { ReviewLetter } from '../../domain/review/letter.ts';
import type { CampaignWrite } from '../../domain/review/stored-campaign.ts';

/** Stores the review campaigns of accounts in the table. Every method throws where the table cannot be reached. */
export interface CampaignStore {
  /** The items of all campaigns of an account without their users, by start. The newest may be missing shortly. */
  listCampaigns(accountId: AccountId): Promise<readonly JsonObject[]>;
  /** The items of one campaign, its users with it, each with its `entry` (a consistent read). */
  readCampaign(accountId: AccountId, id: CampaignId): Promise<readonly JsonObject[]>;
  /** Makes one write. False where the version before is not there: somebody else wrote meanwhile. */
  writeCampaign(accountId: AccountId, write: CampaignWrite): Promise<boolean>;
  /** The items of all letters of one campaign, each with its `entry` (a consistent read). */
  readLetters(accountId: AccountId, id: CampaignId): Promise<readonly JsonObject[]>;
  /**
   * Writes a letter over its version before; false where that is not there. Letters lie in the partition
   * `plan#ACCOUNT`: who sends them may write there, and can neither answer nor shelter anybody.
   */
  writeLetter(accountId: AccountId, letter: ReviewLetter): Promise<boolean>;
}
