import type { AccountId, CampaignId, Region, UserId } from '../ids.ts';
import type { Instant, Month } from '../time.ts';
import type { Entry } from './entry.ts';

/** The subject whose last seen an entry holds. */
export type SubjectForm =
  | { readonly kind: 'user'; readonly userId: UserId }
  /** In lower case, see `nameEntry`. */
  | { readonly kind: 'name'; readonly userName: string }
  | { readonly kind: 'root' | 'root-by-service' };

/**
 * What an entry is, by its sort key alone. `unknown` is an entry of a later version; readers skip it on purpose.
 * `parent` and `user` are the entries whose sort key begins this one.
 */
export type EntryForm =
  | SubjectForm
  | { readonly kind: 'region'; readonly region: Region }
  /** The days of one month with activity of a subject, or with proof of a Region. */
  | { readonly kind: 'days'; readonly parent: Entry; readonly month: Month }
  | { readonly kind: 'unrecorded-days'; readonly region: Region; readonly month: Month }
  /** The hours of one month in which signed digests prove the log files of a Region. */
  | { readonly kind: 'proof'; readonly region: Region; readonly month: Month }
  | { readonly kind: 'assessment' | 'lookup' | 'services'; readonly user: Entry }
  /** Where a user stands on its way out, a person's word that it is needed, and what a review ended with. */
  | { readonly kind: 'lifecycle' | 'keep' | 'removal'; readonly userId: UserId }
  /** Who created the user. */
  | { readonly kind: 'creator'; readonly userId: UserId }
  /** Who last set a tag that shelters the user of that name, in lower case. */
  | { readonly kind: 'shelter'; readonly userName: string }
  /** A review campaign, and what was asked and answered in it about one user. */
  | { readonly kind: 'campaign'; readonly id: CampaignId }
  | { readonly kind: 'user-review'; readonly id: CampaignId; readonly userId: UserId }
  /** What somebody was told in a campaign: the letter of that kind to that person with that number, from 1. */
  | {
      readonly kind: 'letter';
      readonly id: CampaignId;
      readonly word: string;
      readonly seq: number;
      readonly to: string;
    }
  /** The latest search for everybody who names a user. */
  | { readonly kind: 'references'; readonly userId: UserId }
  /** The event of a user's lifecycle with that number, from 1. */
  | { readonly kind: 'lifecycle-event'; readonly userId: UserId; readonly seq: number }
  | { readonly kind: 'backfill' | 'run' | 'digest' | 'lease' | 'history' }
  /** A further part of the digest, from 1. */
  | { readonly kind: 'digest-part'; readonly part: number }
  /** The account's brake, and the end of its chain of evidence. */
  | { readonly kind: 'lifecycle-brake' | 'lifecycle-head' }
  /** A change of a user that a run recorded at that time. `user` is the user's entry. */
  | { readonly kind: 'change'; readonly at: Instant; readonly user: Entry }
  /** The counts of a day in UTC, `2026-11-23`. */
  | { readonly kind: 'counts'; readonly day: string }
  /** A record of the account's chain of evidence, by its number from 1. */
  | { readonly kind: 'act'; readonly seq: number }
  /** A person's approval of the step with that hash, and what the hash is of. */
  | { readonly kind: 'approval'; readonly step: string; readonly by: string }
  | { readonly kind: 'approved-step'; readonly step: string }
  /** The account's settings in the version with that number, from 1. */
  | { readonly kind: 'settings'; readonly version: number }
  /** In the list of accounts. */
  | { readonly kind: 'account'; readonly accountId: AccountId }
  /** In the partition of an organization: how one of its accounts stands. */
  | { readonly kind: 'member'; readonly accountId: AccountId }
  /** The checkpoint of a bucket's folder (empty, or ends in `/`). It takes one item, part 0, or several. */
  | { readonly kind: 'checkpoint'; readonly folder: string; readonly part: number }
  | { readonly kind: 'unknown' };
