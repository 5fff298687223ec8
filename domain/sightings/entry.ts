import {
  type AccountId,
  type Brand,
  parseAccountId,
  parseRegion,
  parseUserId,
  type Region,
  type UserId,
} from '../ids.ts';
import { type Month, parseMonth } from '../time.ts';
import type { Subject } from './sighting.ts';

/**
 * The sort key of one entry of the table, `user#AIDA...`. Entries are built and read in this file alone. An account's
 * entries are one partition; the list of accounts is one, and so is what was read of each bucket.
 */
export type Entry = Brand<string, 'Entry'>;

/**
 * What an entry is, by its sort key alone. `unknown` is what a later version may write: it is
 * skipped on purpose. `parent` and `user` are the entries that the others stand below.
 */
export type EntryForm =
  | { readonly kind: 'user'; readonly userId: UserId }
  /** In lower case, see `nameEntry`. */
  | { readonly kind: 'name'; readonly userName: string }
  | { readonly kind: 'root' }
  | { readonly kind: 'region'; readonly region: Region }
  /** The days of one month with activity of a subject, or with proof of a Region. */
  | { readonly kind: 'days'; readonly parent: Entry; readonly month: Month }
  | { readonly kind: 'unrecorded-days'; readonly region: Region; readonly month: Month }
  | { readonly kind: 'assessment'; readonly user: Entry }
  | { readonly kind: 'lookup'; readonly user: Entry }
  | { readonly kind: 'backfill' | 'run' | 'digest' | 'lease' }
  /** In the list of accounts. */
  | { readonly kind: 'account'; readonly accountId: AccountId }
  /** What was read of a bucket's folder (empty, or ends in `/`): the first item of it, 0, or a further one. */
  | { readonly kind: 'checkpoint'; readonly folder: string; readonly part: number }
  | { readonly kind: 'unknown' };

const entryFrom = (text: string): Entry => text as Entry;

/** Where a subject's last seen is kept. */
export function entryOf(subject: Subject): Entry {
  switch (subject.kind) {
    case 'user':
      return userEntry(subject.userId);
    case 'name':
      return nameEntry(subject.userName);
    case 'root':
      return rootEntry;
    default:
      return subject satisfies never;
  }
}

export const rootEntry = entryFrom('root');

export function userEntry(userId: UserId): Entry {
  return entryFrom(`user#${userId}`);
}

/** A name is kept in lower case: IAM's names differ by more than case. */
export function nameEntry(userName: string): Entry {
  return entryFrom(`name#${userName.toLowerCase()}`);
}

export function regionEntry(region: Region): Entry {
  return entryFrom(`region#${region}`);
}

/** The days with activity of one month, below a subject or a Region. */
export function monthEntry(parent: Entry, month: Month): Entry {
  return entryFrom(`${parent}#month#${month}`);
}

/** The days of one month on which a Region's trail left something out; stored as `#dark`. */
export function unrecordedDaysEntry(region: Region, month: Month): Entry {
  return monthEntry(entryFrom(`${regionEntry(region)}#dark`), month);
}

/** By unique id where it is known, else by name. */
export function assessmentEntry(user: { userId: UserId | undefined; userName: string }): Entry {
  const parent = user.userId === undefined ? nameEntry(user.userName) : userEntry(user.userId);
  return entryFrom(`${parent}#assessment`);
}

/** How far CloudTrail's event history was asked for a user; `parent` is the user's entry. */
export function lookupEntry(parent: Entry): Entry {
  return entryFrom(`${parent}#lookup`);
}

/** The account's latest backfill. */
export const backfillEntry = entryFrom('backfill');

/** The account's latest reconciliation. */
export const runEntry = entryFrom('run');

/** The digest that waits until it is published. */
export const digestEntry = entryFrom('digest');

/** Which run works on the account. */
export const leaseEntry = entryFrom('lease');

export function accountEntry(accountId: AccountId): Entry {
  return entryFrom(accountId);
}

export function checkpointEntry(folder: string, part: number): Entry {
  return entryFrom(`/${folder}${part === 0 ? '' : `#${part}`}`);
}

const ofAccount: ReadonlyMap<string, EntryForm> = new Map([
  [rootEntry, { kind: 'root' }],
  [backfillEntry, { kind: 'backfill' }],
  [runEntry, { kind: 'run' }],
  [digestEntry, { kind: 'digest' }],
  [leaseEntry, { kind: 'lease' }],
]);

const unknown: EntryForm = { kind: 'unknown' };

/** The inverse of all builders above: reads what they built, and nothing else. */
export function readEntry(entry: Entry): EntryForm {
  if (entry.startsWith('/')) return readCheckpoint(entry);
  return ofAccount.get(entry) ?? readBelow(entry) ?? readSubject(entry) ?? readRegion(entry) ?? readAccount(entry);
}

/** A sort key as it was stored, of whatever form; undefined where it is no text. */
export function parseEntry(stored: unknown): Entry | undefined {
  return typeof stored === 'string' && stored !== '' ? entryFrom(stored) : undefined;
}

const below = /^(.+)#(?:(assessment|lookup)|month#(\d{4}-\d\d))$/s;

function readBelow(entry: Entry): EntryForm | undefined {
  const [, text, kind, monthText] = below.exec(entry) ?? [];
  if (text === undefined) return undefined;
  const parent = entryFrom(text);
  if (kind === 'assessment') return isUser(parent) ? { kind, user: parent } : unknown;
  if (kind === 'lookup') return isUser(parent) ? { kind, user: parent } : unknown;
  const month = parseMonth(monthText);
  return month === undefined ? unknown : readMonth(parent, month);
}

/** Below a name there may be whatever an inventory calls a user, be it no name that IAM accepts. */
const isUser = (parent: Entry) => readSubject(parent)?.kind === 'user' || textAfter('name#', parent) !== undefined;

function readMonth(parent: Entry, month: Month): EntryForm {
  if (ofAccount.get(parent)?.kind === 'root' || readSubject(parent) || readRegion(parent)) {
    return { kind: 'days', parent, month };
  }
  const region = parent.endsWith('#dark') ? parseRegion(parent.slice('region#'.length, -'#dark'.length)) : undefined;
  return region === undefined ? unknown : { kind: 'unrecorded-days', region, month };
}

function readSubject(entry: Entry): Extract<EntryForm, { kind: 'user' | 'name' }> | undefined {
  const userId = parseUserId(textAfter('user#', entry));
  if (userId !== undefined) return { kind: 'user', userId };
  const userName = textAfter('name#', entry);
  return userName === undefined || userName.includes('#') ? undefined : { kind: 'name', userName };
}

function readRegion(entry: Entry): EntryForm | undefined {
  const region = parseRegion(textAfter('region#', entry));
  return region === undefined ? undefined : { kind: 'region', region };
}

function readAccount(entry: Entry): EntryForm {
  const accountId = parseAccountId(entry);
  return accountId === undefined ? unknown : { kind: 'account', accountId };
}

function readCheckpoint(entry: Entry): EntryForm {
  const [, folder, part = '0'] = /^\/((?:.*\/)?)(?:#([1-9]\d*))?$/s.exec(entry) ?? [];
  return folder === undefined ? unknown : { kind: 'checkpoint', folder, part: Number(part) };
}

function textAfter(prefix: string, entry: Entry): string | undefined {
  return entry.length > prefix.length && entry.startsWith(prefix) ? entry.slice(prefix.length) : undefined;
}

/** The unique id of the user whose last seen the entry holds; undefined where it is not a user's, or known by name alone. */
export function userIdOf(entry: Entry): UserId | undefined {
  const form = readEntry(entry);
  switch (form.kind) {
    case 'user':
      return form.userId;
    case 'name':
    case 'root':
    case 'region':
    case 'days':
    case 'unrecorded-days':
    case 'assessment':
    case 'lookup':
    case 'backfill':
    case 'run':
    case 'digest':
    case 'lease':
    case 'account':
    case 'checkpoint':
    case 'unknown':
      return undefined;
    default:
      return form satisfies never;
  }
}
