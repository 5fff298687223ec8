import { parseAccountId, parseCampaignId, parseRegion, type UserId } from '../ids.ts';
import { parseAnyAccountId, parseAnyUserId } from '../provider.ts';
import { type Month, parseEventTime, parseMonth } from '../time.ts';
import {
  backfillEntry,
  brakeEntry,
  digestEntry,
  type Entry,
  historyEntry,
  leaseEntry,
  letterWord,
  lifecycleHeadEntry,
  memberEntries,
  parseEntry,
  regionEntries,
  rootByServiceEntry,
  rootEntry,
  runEntry,
  userEntry,
} from './entry.ts';
import type { EntryForm, SubjectForm } from './entry-form.ts';

const ofAccount: ReadonlyMap<string, EntryForm> = new Map([
  [backfillEntry, { kind: 'backfill' }],
  [runEntry, { kind: 'run' }],
  [digestEntry, { kind: 'digest' }],
  [leaseEntry, { kind: 'lease' }],
  [historyEntry, { kind: 'history' }],
  [brakeEntry, { kind: 'lifecycle-brake' }],
  [lifecycleHeadEntry, { kind: 'lifecycle-head' }],
]);

/** The inverse of the builders of `entry.ts`; any other sort key is `unknown`. */
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
  const memberId = parseAccountId(textAfter(memberEntries, entry));
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
