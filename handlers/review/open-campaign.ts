/** Finds the campaign that is meant, and reads it whole. */

import type { AccountId, CampaignId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Campaign } from '../../domain/review/campaign.ts';
import { type ReviewLetter, withLetters } from '../../domain/review/letter.ts';
import { readCampaign, readLetter, readUserReview } from '../../domain/review/stored-campaign.ts';
import type { UserReview } from '../../domain/review/user-review.ts';
import { parseEntry } from '../../domain/sightings/entry.ts';
import type { EntryForm } from '../../domain/sightings/entry-form.ts';
import { readEntry } from '../../domain/sightings/read-entry.ts';
import type { CampaignStore } from '../../infra/ports/campaign-store.ts';
import { InputError } from '../input-error.ts';

/** A campaign with all its users; their messages are those of the command line and those of letters. */
export interface OpenCampaign {
  readonly campaign: Campaign;
  readonly reviews: readonly UserReview[];
  readonly letters: readonly ReviewLetter[];
}

type Table = Pick<CampaignStore, 'listCampaigns' | 'readCampaign' | 'readLetters'>;

/** Every campaign of the account, by its start. Throws InputError where one cannot be read. */
export async function campaignsOf(table: Table, accountId: AccountId): Promise<Campaign[]> {
  return (await table.listCampaigns(accountId)).map((item) => readable(readCampaign(item), item));
}

/**
 * The campaign with that id; without an id the one that runs, or else the latest. Throws InputError where there is
 * none, or another version of Lastseen wrote it.
 */
export async function openCampaign(table: Table, accountId: AccountId, id?: string): Promise<OpenCampaign> {
  const all = await campaignsOf(table, accountId);
  const running = all.findLast(({ closed }) => closed === undefined) ?? all.at(-1);
  const found = id === undefined ? running : all.find((each) => each.id === id);
  if (found === undefined) throw new InputError(noneWords(accountId, all, id));
  return readWhole(table, found);
}

/** The same campaign as the table holds it now. */
export async function readWhole(table: Table, { accountId, id }: Campaign): Promise<OpenCampaign> {
  const { campaign, ...parts } = await readParts(table, accountId, id);
  if (campaign === undefined) throw new InputError(`review ${id}: it is gone from the table`);
  return { campaign, ...parts };
}

/** The campaign, undefined before its start was complete, and its users. */
export async function readParts(table: Table, accountId: AccountId, id: CampaignId) {
  const items = await table.readCampaign(accountId, id);
  const of = <T>(kind: EntryForm['kind'], read: (item: JsonObject) => T | undefined): T[] =>
    items.filter((item) => kindOf(item) === kind).map((item) => readable(read(item), item));
  const letters = (await table.readLetters(accountId, id)).map((item) => readable(readLetter(item), item));
  const reviews = of('user-review', readUserReview).map((review) => withLetters(review, letters));
  return { campaign: of('campaign', readCampaign)[0], reviews, letters };
}

function kindOf(item: JsonObject): EntryForm['kind'] | undefined {
  const entry = parseEntry(item['entry']);
  return entry && readEntry(entry).kind;
}

function noneWords(accountId: AccountId, all: readonly Campaign[], id: string | undefined): string {
  const begin = 'lastseen review start --scope unused --until DAY begins one';
  if (id === undefined) return `account ${accountId} has no review: ${begin}`;
  const known = all.map((each) => each.id).join(', ');
  return `--campaign ${id}: account ${accountId} has no such review${known === '' ? `; ${begin}` : `, but ${known}`}`;
}

/** What cannot be read may say anything: nobody goes on without it. */
function readable<T>(value: T | undefined, item: JsonObject): T {
  if (value === undefined) throw new InputError(`${item['entry']}: another version of lastseen wrote it; use that one`);
  return value;
}
