/** Writes and reads the stored entries of campaigns, each only in its right shape. */

import { type CampaignId, parseAccountId, parseCampaignId, parseUserId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import {
  isListOf,
  isNumber,
  isObjectOf,
  isOneOf,
  isOptional,
  isText,
  isUnionOf,
  parsedBy,
  type Shape,
} from '../shape.ts';
import { campaignEntry, type Entry, letterEntry, userReviewEntry } from '../sightings/entry.ts';
import { isDay, parseTime } from '../time.ts';
import { type Campaign, type ClosedCampaign, campaignScopes, silences } from './campaign.ts';
import { letterKinds, type ReviewLetter } from './letter.ts';
import {
  messageKinds,
  type ReviewAnswer,
  type ReviewMessage,
  type ReviewWord,
  type UserReview,
} from './user-review.ts';

/** The format of these entries, written with each. Raise it with every change that an older version would misread. */
const reviewFormat = 1;

/** One write. It takes place over the version before, else nothing is written and the writer hears so. */
export type CampaignWrite =
  | { readonly kind: 'campaign'; readonly campaign: Campaign }
  | { readonly kind: 'user-review'; readonly id: CampaignId; readonly review: UserReview };

/** The item of a letter. It takes place over the version before, else nothing is written. */
export function itemOfLetter(letter: ReviewLetter): CampaignItem {
  const { campaign, kind, number, to, version } = letter;
  const attributes = { format: reviewFormat, version, letter };
  return { entry: letterEntry(campaign, kind, number, to), version, attributes };
}

/** The entry of a write, its version, and the attributes that it puts there. */
export interface CampaignItem {
  readonly entry: Entry;
  readonly version: number;
  readonly attributes: JsonObject;
}

export function itemOfCampaignWrite(write: CampaignWrite): CampaignItem {
  const format = reviewFormat;
  switch (write.kind) {
    case 'campaign': {
      const { campaign } = write;
      const { id, version } = campaign;
      return { entry: campaignEntry(id), version, attributes: { format, version, campaign } };
    }
    case 'user-review': {
      const { id, review } = write;
      const { userId, version } = review;
      return { entry: userReviewEntry(id, userId), version, attributes: { format, version, review } };
    }
    default:
      return write satisfies never;
  }
}

const isInstant = parsedBy(parseTime);
const isTexts = isListOf(isText);
const isDate: Shape<string> = (value): value is string => isText(value) && isDay(value);

const isCampaign = isObjectOf<Campaign>({
  id: parsedBy(parseCampaignId),
  accountId: parsedBy(parseAccountId),
  scope: isOneOf(...campaignScopes),
  from: isInstant,
  until: isDate,
  unanswered: isOneOf(...silences),
  reviewers: isTexts,
  fallback: isOptional(isText),
  confirmers: isTexts,
  users: isNumber,
  startedBy: isText,
  version: isNumber,
  closed: isOptional(
    isObjectOf<ClosedCampaign>({ at: isInstant, by: isText, reason: isOptional(isText), digest: isText }),
  ),
});

const isWord = isUnionOf<ReviewWord>({
  keep: { until: isDate, reason: isText },
  seasonal: { month: isNumber, until: isDate, reason: isText },
  remove: { reason: isOptional(isText) },
  'not-mine': { to: isText, reason: isOptional(isText) },
});

const isUserReview = isObjectOf<UserReview>({
  userId: parsedBy(parseUserId),
  userName: isText,
  arn: isText,
  owner: isText,
  creator: isOptional(isText),
  answers: isListOf(isObjectOf<ReviewAnswer>({ at: isInstant, by: isText, says: isWord })),
  messages: isListOf(isObjectOf<ReviewMessage>({ kind: isOneOf(...messageKinds), to: isText, at: isInstant })),
  version: isNumber,
});

const isLetter = isObjectOf<ReviewLetter>({
  campaign: parsedBy(parseCampaignId),
  kind: isOneOf(...letterKinds),
  to: isText,
  number: isNumber,
  at: isInstant,
  users: isListOf(parsedBy(parseUserId)),
  version: isNumber,
});

/** A reader of the attribute that holds the value, in this format and of the version that stands beside it. */
const readerOf =
  <T extends { readonly version: number }>(attribute: string, isValue: Shape<T>) =>
  (item: JsonObject): T | undefined => {
    const value = item[attribute];
    return item['format'] === reviewFormat && isValue(value) && value.version === item['version'] ? value : undefined;
  };

export const readCampaign = readerOf('campaign', isCampaign);
export const readUserReview = readerOf('review', isUserReview);
export const readLetter = readerOf('letter', isLetter);
