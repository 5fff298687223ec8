import {
  type AccountId,
  type Brand,
  type CampaignId,
  type OrganizationId,
  parseAccountId,
  parseCampaignId,
  parseRegion,
  type Region,
  type UserId,
} from '../ids.ts';
import { parseAnyAccountId, parseAnyUserId } from '../provider.ts';
import { type Instant, type Month, parseEventTime, parseMonth } from '../time.ts';
import type { Subject } from './sighting.ts';

/**
 * The sort key of one entry of the table, `user#AIDA...`. Only this file builds and reads entries. Each account has a
 * partition of entries; so have the list of accounts and each bucket that was read.
 */
export type Entry = Brand<string, 'Entry'>;

/** The subject whose last seen an entry holds. */
type SubjectForm =
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

export const userEntry = (userId: UserId): Entry => entryFrom(`user#${userId}`);

/** Names are stored in lower case: two names in IAM never differ by case alone. */
export const nameEntry = (userName: string): Entry => entryFrom(`name#${userName.toLowerCase()}`);

/** What the entries of all Regions begin with, and those of their days. */
export const regionEntries = 'region#';

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

const letterWord = 'letter';

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
  const form = readEntry(assessment);
  const user = form.kind === 'assessment' ? form.user : assessment;
  return entryFrom(`change#${at}#${userIdOf(user) ?? user}`);
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

export const accountEntry = (accountId: AccountId): Entry => entryFrom(accountId);

/** The partition of an organization: its accounts as `memberEntry`, its latest run as `runEntry`, and the lease. */
export type OrganizationPartition = Brand<string, 'OrganizationPartition'>;

export const organizationPartition = (id: OrganizationId): OrganizationPartition =>
  `org#${id}` as OrganizationPartition;

/** The partition of one organizational unit: its settings, under the entries that an account has for its own. */
export type UnitPartition = Brand<string, 'UnitPartition'>;

/** `unit` is the path of names from the root down, `Production/Payments`; empty for the root. */
export const unitPartition = (id: OrganizationId, unit: string): UnitPartition =>
  `org#${id}#unit#/${unit}` as UnitPartition;

const memberWord = 'account#';

/** How an account stands in its organization. */
export const memberEntry = (accountId: AccountId): Entry => entryFrom(`${memberWord}${accountId}`);

export const checkpointEntry = (folder: string, part: number): Entry =>
  entryFrom(`/${folder}${part === 0 ? '' : `#${part}`}`);

const ofAccount: ReadonlyMap<string, EntryForm> = new Map([
  [backfillEntry, { kind: 'backfill' }],
  [runEntry, { kind: 'run' }],
  [digestEntry, { kind: 'digest' }],
  [leaseEntry, { kind: 'lease' }],
  [historyEntry, { kind: 'history' }],
  [brakeEntry, { kind: 'lifecycle-brake' }],
  [lifecycleHeadEntry, { kind: 'lifecycle-head' }],
]);

/** The inverse of the builders above; any other sort key is `unknown`. */
export function readEntry(entry: Entry): EntryForm {
  const known =
    ofAccount.get(entry) ?? readRecord(entry) ?? readBelow(entry) ?? readSubject(entry) ?? readRegion(entry);
  return (
    known ??
    readLifecycle(entry) ??
    readCampaign(entry) ??
    readLetter(entry) ??
    readNumbered(entry) ??
    readShelter(entry) ??
    readApproval(entry) ??
    readAccount(entry) ??
    readCheckpoint(entry) ?? { kind: 'unknown' }
  );
}

function readShelter(entry: Entry): EntryForm | undefined {
  const userName = textAfter('shelter#', entry);
  return userName === undefined ? undefined : { kind: 'shelter', userName };
}

const record = /^(?:change#([^#]+)#(?:([^#]+)|(name#.+))|counts#(\d{4}-\d\d-\d\d))$/s;

function readRecord(entry: Entry): EntryForm | undefined {
  // Stryker disable next-line ArrayDeclaration: only its further elements are read.
  const [, time, id, name, day] = record.exec(entry) ?? [];
  if (day !== undefined) return { kind: 'counts', day };
  const at = parseEventTime(time);
  const userId = parseAnyUserId(id);
  const user = userId === undefined ? parseEntry(name) : userEntry(userId);
  return at && user && { kind: 'change', at, user };
}

const below = /(.+)#(?:(assessment|lookup|services)|month#(\d{4}-\d\d))$/s;

function readBelow(entry: Entry): EntryForm | undefined {
  // Stryker disable next-line ArrayDeclaration: only its further elements are read.
  const [, text, kind, monthText] = below.exec(entry) ?? [];
  const parent = parseEntry(text);
  // Stryker disable next-line ConditionalExpression: without a match there is no month either.
  if (parent === undefined) return undefined;
  if (kind === 'assessment' || kind === 'lookup' || kind === 'services') {
    return isUser(parent) ? { kind, user: parent } : undefined;
  }
  const month = parseMonth(monthText);
  return month === undefined ? undefined : readMonth(parent, month);
}

/** Here any text after `name#` is a name: an inventory file may hold names that IAM does not accept. */
const isUser = (parent: Entry) => readSubject(parent)?.kind === 'user' || textAfter('name#', parent) !== undefined;

function readMonth(parent: Entry, month: Month): EntryForm | undefined {
  if (readSubject(parent) !== undefined || readRegion(parent) !== undefined) return { kind: 'days', parent, month };
  return (
    readMonthOfRegion('unrecorded-days', '#dark', parent, month) ?? readMonthOfRegion('proof', '#proof', parent, month)
  );
}

function readMonthOfRegion(kind: 'unrecorded-days' | 'proof', ending: string, parent: Entry, month: Month) {
  const name = parent.endsWith(ending) ? textAfter(regionEntries, parent)?.slice(0, -ending.length) : undefined;
  const region = parseRegion(name);
  return region && { kind, region, month };
}

const ofUser = ['lifecycle', 'keep', 'removal', 'creator', 'references'] as const;
const lifecycle = new RegExp(`^user#([^#]+)#(?:(${ofUser.join('|')})|lifecycle#(\\d{6}))$`);

function readLifecycle(entry: Entry): EntryForm | undefined {
  const [, id, word, digits] = lifecycle.exec(entry) ?? [];
  const kind = ofUser.find((each) => each === word);
  const userId = parseAnyUserId(id);
  if (userId === undefined) return undefined;
  if (kind !== undefined) return { kind, userId };
  const seq = Number(digits);
  return seq === 0 ? undefined : { kind: 'lifecycle-event', userId, seq };
}

const campaign = /^campaign#([^#]+)(?:#(user#.+))?$/;

function readCampaign(entry: Entry): EntryForm | undefined {
  const [, idText, userText] = campaign.exec(entry) ?? [];
  const id = parseCampaignId(idText);
  if (id === undefined) return undefined;
  const user = parseEntry(userText);
  if (user === undefined) return { kind: 'campaign', id };
  const userId = userIdOf(user);
  return userId && { kind: 'user-review', id, userId };
}

const letter = new RegExp(`^${letterWord}#([^#]+)#([a-z-]+)#(\\d{6})#(.*)$`, 's');

function readLetter(entry: Entry): EntryForm | undefined {
  const [, idText, word, digits = '0', to] = letter.exec(entry) ?? [];
  const [id, seq] = [parseCampaignId(idText), Number(digits)];
  if (id === undefined || word === undefined || to === undefined || seq === 0) return undefined;
  return { kind: 'letter', id, word, seq, to };
}

function readNumbered(entry: Entry): EntryForm | undefined {
  const [, word, digits = '0'] = /^(act|settings|digest)#(\d{6})$/.exec(entry) ?? [];
  const seq = Number(digits);
  if (seq === 0) return undefined;
  if (word === 'digest') return { kind: 'digest-part', part: seq };
  return word === 'act' ? { kind: 'act', seq } : { kind: 'settings', version: seq };
}

function readApproval(entry: Entry): EntryForm | undefined {
  const [, planned, step, by] = /^(?:plan#([0-9a-f]{64})|approval#([0-9a-f]{64})#(.+))$/s.exec(entry) ?? [];
  if (planned !== undefined) return { kind: 'approved-step', step: planned };
  return step === undefined || by === undefined ? undefined : { kind: 'approval', step, by };
}

function readSubject(entry: Entry): SubjectForm | undefined {
  if (entry === rootEntry) return { kind: 'root' };
  if (entry === rootByServiceEntry) return { kind: 'root-by-service' };
  const userId = parseAnyUserId(textAfter('user#', entry));
  if (userId !== undefined) return { kind: 'user', userId };
  const userName = textAfter('name#', entry);
  return userName === undefined || userName.includes('#') ? undefined : { kind: 'name', userName };
}

function readRegion(entry: Entry): EntryForm | undefined {
  const region = parseRegion(textAfter(regionEntries, entry));
  return region && { kind: 'region', region };
}

function readAccount(entry: Entry): EntryForm | undefined {
  const accountId = parseAnyAccountId(entry);
  if (accountId !== undefined) return { kind: 'account', accountId };
  const memberId = parseAccountId(textAfter(memberWord, entry));
  return memberId && { kind: 'member', accountId: memberId };
}

function readCheckpoint(entry: Entry): EntryForm | undefined {
  // Stryker disable next-line ArrayDeclaration: only its further elements are read.
  const [, folder, part] = /^\/((?:.*\/)?)(?:#([1-9]\d*))?$/s.exec(entry) ?? [];
  return folder === undefined ? undefined : { kind: 'checkpoint', folder, part: Number(part ?? 0) };
}

function textAfter(prefix: string, entry: Entry): string | undefined {
  return entry.length > prefix.length && entry.startsWith(prefix) ? entry.slice(prefix.length) : undefined;
}

/** The unique id of the user whose last seen the entry holds; undefined for any other entry. */
export function userIdOf(entry: Entry): UserId | undefined {
  const form = readSubject(entry);
  switch (form?.kind) {
    case 'user':
      return form.userId;
    case 'name':
    case 'root':
    case 'root-by-service':
    case undefined:
      return undefined;
    default:
      return form satisfies never;
  }
}
