/** A review campaign: the owners of users say which of them are still needed. */

import { dayWithin } from '../day-within.ts';
import type { AccountId, CampaignId } from '../ids.ts';
import type { Parsed } from '../parsed.ts';
import { endOfDay, type Instant } from '../time.ts';

/** `admins`: who can change IAM, or of whom that is not known. */
export const campaignScopes = ['unused', 'all', 'admins'] as const;
export type CampaignScope = (typeof campaignScopes)[number];

/** What silence means at the end. `lifecycle`: the ordinary way of an unused user begins; nobody is removed by it. */
export const silences = ['nothing', 'lifecycle'] as const;
export type Silence = (typeof silences)[number];

/** How a campaign ended. */
export interface ClosedCampaign {
  readonly at: Instant;
  readonly by: string;
  /** Why it was closed before its end; undefined where it was not, or where nobody was left to answer. */
  readonly reason?: string | undefined;
  /** The digest of the closing file. */
  readonly digest: string;
}

/** A campaign and its terms, which stay as they were at the start. */
export interface Campaign {
  readonly id: CampaignId;
  readonly accountId: AccountId;
  readonly scope: CampaignScope;
  readonly from: Instant;
  /** The last day (UTC) on which answers count. */
  readonly until: string;
  readonly unanswered: Silence;
  /** Who was asked at the start, each once. */
  readonly reviewers: readonly string[];
  /** Who is asked where the owners do not answer; undefined where nobody is. */
  readonly fallback?: string | undefined;
  /** Names or ARNs of those who attest where somebody attested for himself. */
  readonly confirmers: readonly string[];
  /** How many users it asks about. */
  readonly users: number;
  /** ARN. */
  readonly startedBy: string;
  /** 1 at the start, 2 once closed. Each write needs the version before. */
  readonly version: number;
  readonly closed?: ClosedCampaign | undefined;
}

/** The first moment at which answers no longer count. */
export const endOf = ({ until }: Pick<Campaign, 'until'>): Instant => endOfDay(until);

/** People need a week to answer, and recommendations of more than a quarter ago are no review. */
const shortestDays = 7;
const longestDays = 90;

/** Reads the last day of a campaign: 7 to 90 days from now. */
export const campaignUntil = (text: string | undefined, now: Instant): Parsed<string> =>
  dayWithin(text, now, shortestDays, longestDays);
