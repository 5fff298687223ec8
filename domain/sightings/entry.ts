import type { AccountId, Brand, CampaignId, Region, UserId } from '../ids.ts';
import type { Instant, Month } from '../time.ts';
import type { Subject } from './sighting.ts';

/**
 * The sort key of one entry of the table, `user#AIDA...`. This file builds entries, `read-entry.ts` reads them, and no
 * other does. Each account has a partition of entries; so have the list of accounts and each bucket that was read.
 */
export type Entry = Brand<string, 'Entry'>;

const entryFrom = (text: string): Entry => text as Entry;

/** A stored sort key of any form; undefined where it is not a text, or empty. */
export function parseEntry(stored: unknown): Entry | undefined {
  return typeof stored === 'string' && stored !== '' ? entryFrom(stored) : undefined;
}

/** The entry that holds a subject's last seen. */
export function entryOf(subject: Subject): Entry {
  switch (subject.kind) {
    case 'user':
      return userEntry(subject.userId);
    case 'name':
      return nameEntry(subject.userName);
    case 'root':
      return rootEntry;
    case 'root-by-service':
      return rootByServiceEntry;
    default:
      return subject satisfies never;
  }
}

/** The account's root itself. */
export const rootEntry = entryFrom('root');

/** AWS services that acted in root's name. */
export const rootByServiceEntry = entryFrom('root-by-service');

/** The last seen of a user by its unique id. */
export const userEntry = (userId: UserId): Entry => entryFrom(`user#${userId}`);

/** Names are stored in lower case: two names in IAM never differ by case alone. */
export const nameEntry = (userName: string): Entry => entryFrom(`name#${userName.toLowerCase()}`);

/** What the entries of all Regions begin with, and those of their days. */
export const regionEntries = 'region#';

/** The watch of a Region. */
export const regionEntry = (region: Region): Entry => entryFrom(`${regionEntries}${region}`);

/** The days of one month, either with activity of a subject or with proof of a Region. */
export const monthEntry = (parent: Entry, month: Month): Entry => entryFrom(`${parent}#month#${month}`);

/** The days of one month on which a Region's trail left something out; stored as `#dark`. */
export const unrecordedDaysEntry = (region: Region, month: Month): Entry =>
  monthEntry(entryFrom(`${regionEntry(region)}#dark`), month);

/** The hours of one month in which signed digests prove the log files of a Region. */
export const proofEntry = (region: Region, month: Month): Entry =>
  monthEntry(entryFrom(`${regionEntry(region)}#proof`), month);

/** The entry of a user: by unique id where it is known, else by name. */
export const subjectEntry = (user: { userId: UserId | undefined; userName: string }): Entry =>
  user.userId === undefined ? nameEntry(user.userName) : userEntry(user.userId);

/** The entry of a user's assessment. */
export const assessmentEntry = (user: Parameters<typeof subjectEntry>[0]): Entry => assessmentOf(subjectEntry(user));

/** The assessment below a user's entry. */
export const assessmentOf = (user: Entry): Entry => entryFrom(`${user}#assessment`);

/** How far CloudTrail's event history was searched for a user; `parent` is the user's entry. */
export const lookupEntry = (parent: Entry): Entry => entryFrom(`${parent}#lookup`);

/** Which services a user accessed, as IAM answered; `parent` is the user's entry. */
export const servicesEntry = (parent: Entry): Entry => entryFrom(`${parent}#services`);

/** Where a user stands on its way out. */
export const lifecycleEntry = (userId: UserId): Entry => entryFrom(`${userEntry(userId)}#lifecycle`);

/** Digits of the number of an event or a record: text order is the order of the numbers. */
const seqDigits = 6;

/** The event of a user's lifecycle with that number, from 1 to 999,999. */
export const lifecycleEventEntry = (userId: UserId, seq: number): Entry =>
  entryFrom(`${lifecycleEntry(userId)}#${digitsOf(seq)}`);

const digitsOf = (seq: number): string => `${seq}`.padStart(seqDigits, '0');

/** The record of an act with that number, from 1 to 999,999. */
export const actEntry = (seq: number): Entry => entryFrom(`act#${digitsOf(seq)}`);

/** The approval of a step, by the hash of the step, by a person. */
export const approvalEntry = (step: string, by: string): Entry => entryFrom(`${approvalsOf(step)}${by}`);

/** What the entries of all approvals of a step begin with. */
export const approvalsOf = (step: string): string => `approval#${step}#`;

/** What the hash of an approved step is of. */
export const approvedStepEntry = (step: string): Entry => entryFrom(`plan#${step}`);
/** What the entries of all versions of an account's settings begin with. */
export const settingsEntries = 'settings#';

/** What an account inherits from its organizational units: it sorts before every version, and is none. */
export const inheritedEntry: Entry = entryFrom(`${settingsEntries}${digitsOf(0)}`);

/** The account's settings in the version with that number, from 1 to 999,999. */
export const settingsEntry = (version: number): Entry => entryFrom(`${settingsEntries}${digitsOf(version)}`);

/** Who last set a sheltering tag of the user with that name: records of tags know no unique id. */
export const shelterEntry = (userName: string): Entry => entryFrom(`shelter#${userName.toLowerCase()}`);

/** A person's word that a user is needed. */
export const keepEntry = (userId: UserId): Entry => entryFrom(`${userEntry(userId)}#keep`);

/** What a review decided against a user. */
export const removalEntry = (userId: UserId): Entry => entryFrom(`${userEntry(userId)}#removal`);

const campaignWord = 'campaign';

/** A review campaign of the account. */
export const campaignEntry = (id: CampaignId): Entry => entryFrom(`${campaignWord}#${id}`);

/** What was asked and answered in a campaign about one user. */
export const userReviewEntry = (id: CampaignId, userId: UserId): Entry =>
  entryFrom(`${campaignEntry(id)}#${userEntry(userId)}`);

/** What the entries of letters begin with. */
export const letterWord = 'letter';

/** What the entries of all letters of a campaign begin with. */
export const lettersOf = (id: CampaignId): string => `${letterWord}#${id}#`;

/** The letter of that kind (lower case, with hyphens) to that person with that number, from 1 to 999,999. */
export const letterEntry = (id: CampaignId, word: string, seq: number, to: string): Entry =>
  entryFrom(`${lettersOf(id)}${word}#${digitsOf(seq)}#${to}`);

/** Who created a user. */
export const creatorEntry = (userId: UserId): Entry => entryFrom(`${userEntry(userId)}#creator`);
/** Who else names a user, by the latest search. */
export const referencesEntry = (userId: UserId): Entry => entryFrom(`${userEntry(userId)}#references`);

/** The account's brake. */
export const brakeEntry = entryFrom('lifecycle#brake');

/** The end of the account's chain of evidence. */
export const lifecycleHeadEntry = entryFrom('lifecycle#head');

/** The account's latest backfill. */
export const backfillEntry = entryFrom('backfill');

/** The account's latest reconciliation. */
export const runEntry = entryFrom('run');

/** The digest that is not yet published. */
export const digestEntry = entryFrom('digest');

/** A further part of it, from 1 on: the digest of a tenant with very many users takes several. */
export const digestPartEntry = (part: number): Entry => entryFrom(`digest#${digitsOf(part)}`);

/** The lease of the run that works on the account. */
export const leaseEntry = entryFrom('lease');

/** Where the account's recorded history begins, and when it last grew. */
export const historyEntry = entryFrom('history');

/** A change at that time of the user with this assessment: `change#TIME#AIDA...`, or `change#TIME#name#alice`. */
export function changeEntry(at: Instant, assessment: Entry): Entry {
  const user = assessment.replace(/#assessment$/, '').replace(/^user#/, '');
  return entryFrom(`change#${at}#${user}`);
}

/** The counts of the day of this time. */
export const countsEntry = (at: Instant): Entry => entryFrom(`counts#${at.slice(0, 10)}`);

/** The first and the last sort key of a range; both inclusive. */
export interface EntryRange {
  readonly first: Entry;
  readonly last: Entry;
}

/** `$` is the character after `#`: no entry that begins with the word and `#` comes after it. */
const rangeOf = (word: string, from = ''): EntryRange => {
  return { first: entryFrom(`${word}#${from}`), last: entryFrom(`${word}$`) };
};

/** The changes at that time and later; all where no time is given. */
export const changesFrom = (at: Instant | undefined): EntryRange => rangeOf('change', at);

/** The counts of the day of that time and of later days; all where no time is given. */
export const countsFrom = (at: Instant | undefined): EntryRange => rangeOf('counts', at?.slice(0, 10));

/** Campaigns, changes and counts: they grow with time, so who reads an account leaves them out. */
export const recordsRange: EntryRange = { first: rangeOf(campaignWord).first, last: countsFrom(undefined).last };

/** What the entries below a subject's own begin with: its days, its assessment, its lookup. */
export const belowEntry = (parent: Entry): string => `${parent}#`;

/** An account in the list of accounts. */
export const accountEntry = (accountId: AccountId): Entry => entryFrom(accountId);

/** What the entries of an organization's accounts begin with. */
export const memberEntries = 'account#';

/** How an account stands in its organization. */
export const memberEntry = (accountId: AccountId): Entry => entryFrom(`${memberEntries}${accountId}`);

/** The checkpoint of a bucket's folder; `part` counts from 0. */
export const checkpointEntry = (folder: string, part: number): Entry =>
  entryFrom(`/${folder}${part === 0 ? '' : `#${part}`}`);
