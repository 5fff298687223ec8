import { describe, expect, it } from 'vitest';
import {
  accountEntry,
  actEntry,
  approvalEntry,
  approvedStepEntry,
  assessmentEntry,
  backfillEntry,
  belowEntry,
  brakeEntry,
  campaignEntry,
  changeEntry,
  changesFrom,
  checkpointEntry,
  countsEntry,
  countsFrom,
  digestEntry,
  digestPartEntry,
  type Entry,
  type EntryRange,
  entryOf,
  historyEntry,
  keepEntry,
  leaseEntry,
  letterEntry,
  lifecycleEntry,
  lifecycleEventEntry,
  lifecycleHeadEntry,
  lookupEntry,
  memberEntry,
  monthEntry,
  nameEntry,
  parseEntry,
  proofEntry,
  recordsRange,
  referencesEntry,
  regionEntry,
  removalEntry,
  rootByServiceEntry,
  rootEntry,
  runEntry,
  servicesEntry,
  settingsEntry,
  shelterEntry,
  unrecordedDaysEntry,
  userEntry,
  userReviewEntry,
} from '../../../domain/sightings/entry.ts';
import type { EntryForm } from '../../../domain/sightings/entry-form.ts';
import { readEntry, userIdOf } from '../../../domain/sightings/read-entry.ts';
import { monthOf } from '../../../domain/time.ts';
import { account, iamUser, instant, named, region, reviewId, user } from '../builders.ts';

const at = instant('2026-11-23T08:00:00Z');
const month = monthOf(at);
const alice = userEntry(user());
const campaign = reviewId();
const step = '0123456789abcdef'.repeat(4);
const home = regionEntry(region());
const stored = (text: string): Entry => parseEntry(text) ?? runEntry;

describe('an entry is read as what it was built from', () => {
  it.each<[Entry, string, EntryForm]>([
    [alice, 'user#AIDAALICE00000000001', { kind: 'user', userId: user() }],
    [nameEntry('Alice'), 'name#alice', { kind: 'name', userName: 'alice' }],
    [rootEntry, 'root', { kind: 'root' }],
    [rootByServiceEntry, 'root-by-service', { kind: 'root-by-service' }],
    [home, 'region#eu-west-1', { kind: 'region', region: region() }],
    [monthEntry(alice, month), `${alice}#month#2026-11`, { kind: 'days', parent: alice, month }],
    [monthEntry(rootEntry, month), 'root#month#2026-11', { kind: 'days', parent: rootEntry, month }],
    [monthEntry(nameEntry('bob'), month), 'name#bob#month#2026-11', { kind: 'days', parent: nameEntry('bob'), month }],
    [monthEntry(home, month), 'region#eu-west-1#month#2026-11', { kind: 'days', parent: home, month }],
    [
      unrecordedDaysEntry(region(), month),
      'region#eu-west-1#dark#month#2026-11',
      { kind: 'unrecorded-days', region: region(), month },
    ],
    [proofEntry(region(), month), 'region#eu-west-1#proof#month#2026-11', { kind: 'proof', region: region(), month }],
    [assessmentEntry(iamUser()), `${alice}#assessment`, { kind: 'assessment', user: alice }],
    [
      assessmentEntry({ userId: undefined, userName: 'Carol' }),
      'name#carol#assessment',
      { kind: 'assessment', user: nameEntry('carol') },
    ],
    [lookupEntry(alice), `${alice}#lookup`, { kind: 'lookup', user: alice }],
    [servicesEntry(alice), `${alice}#services`, { kind: 'services', user: alice }],
    [backfillEntry, 'backfill', { kind: 'backfill' }],
    [runEntry, 'run', { kind: 'run' }],
    [digestEntry, 'digest', { kind: 'digest' }],
    [digestPartEntry(2), 'digest#000002', { kind: 'digest-part', part: 2 }],
    [leaseEntry, 'lease', { kind: 'lease' }],
    [historyEntry, 'history', { kind: 'history' }],
    [lifecycleEntry(user()), 'user#AIDAALICE00000000001#lifecycle', { kind: 'lifecycle', userId: user() }],
    [
      lifecycleEventEntry(user(), 12),
      'user#AIDAALICE00000000001#lifecycle#000012',
      { kind: 'lifecycle-event', userId: user(), seq: 12 },
    ],
    [keepEntry(user()), 'user#AIDAALICE00000000001#keep', { kind: 'keep', userId: user() }],
    [removalEntry(user()), `${alice}#removal`, { kind: 'removal', userId: user() }],
    [campaignEntry(campaign), 'campaign#2026-11-23-unused', { kind: 'campaign', id: campaign }],
    [
      letterEntry(campaign, 'last-days', 2, 'a#team\n'),
      'letter#2026-11-23-unused#last-days#000002#a#team\n',
      { kind: 'letter', id: campaign, word: 'last-days', seq: 2, to: 'a#team\n' },
    ],
    [
      userReviewEntry(campaign, user()),
      'campaign#2026-11-23-unused#user#AIDAALICE00000000001',
      { kind: 'user-review', id: campaign, userId: user() },
    ],
    [referencesEntry(user()), 'user#AIDAALICE00000000001#references', { kind: 'references', userId: user() }],
    [brakeEntry, 'lifecycle#brake', { kind: 'lifecycle-brake' }],
    [shelterEntry('Alice'), 'shelter#alice', { kind: 'shelter', userName: 'alice' }],
    [lifecycleHeadEntry, 'lifecycle#head', { kind: 'lifecycle-head' }],
    [actEntry(12), 'act#000012', { kind: 'act', seq: 12 }],
    [approvalEntry(step, 'arn:x/a#b'), `approval#${step}#arn:x/a#b`, { kind: 'approval', step, by: 'arn:x/a#b' }],
    [approvedStepEntry(step), `plan#${step}`, { kind: 'approved-step', step }],
    [settingsEntry(3), 'settings#000003', { kind: 'settings', version: 3 }],
    [
      changeEntry(at, assessmentEntry(iamUser())),
      'change#2026-11-23T08:00:00Z#AIDAALICE00000000001',
      { kind: 'change', at, user: alice },
    ],
    [
      changeEntry(at, assessmentEntry({ userId: undefined, userName: 'Carol' })),
      'change#2026-11-23T08:00:00Z#name#carol',
      { kind: 'change', at, user: nameEntry('carol') },
    ],
    [changeEntry(at, nameEntry('Carol')), `change#${at}#name#carol`, { kind: 'change', at, user: nameEntry('carol') }],
    [countsEntry(at), 'counts#2026-11-23', { kind: 'counts', day: '2026-11-23' }],
    [accountEntry(account()), '123456789012', { kind: 'account', accountId: account() }],
    [memberEntry(account()), 'account#123456789012', { kind: 'member', accountId: account() }],
    [checkpointEntry('', 0), '/', { kind: 'checkpoint', folder: '', part: 0 }],
    [checkpointEntry('a/#1/', 0), '/a/#1/', { kind: 'checkpoint', folder: 'a/#1/', part: 0 }],
    [checkpointEntry('a/', 7), '/a/#7', { kind: 'checkpoint', folder: 'a/', part: 7 }],
    [checkpointEntry('a/', 123), '/a/#123', { kind: 'checkpoint', folder: 'a/', part: 123 }],
    [checkpointEntry('a/', 12), '/a/#12', { kind: 'checkpoint', folder: 'a/', part: 12 }],
  ])('%s', (entry, text, form) => {
    expect(entry).toBe(text);
    expect(readEntry(entry)).toEqual(form);
  });

  it('also where an inventory calls a user by no name that IAM accepts', () => {
    const odd = { userId: undefined, userName: 'x#month#2026-11' };
    expect(readEntry(assessmentEntry(odd))).toMatchObject({ kind: 'assessment' });
  });
});

describe('an entry that no builder makes is unknown', () => {
  it.each([
    'user#',
    'user#alice',
    'user#AIDAALICE00000000001#service',
    'user#AIDAALICE00000000001#month#2026-13',
    'user#AIDAALICE00000000001#month#2026-11#more',
    'act#000000',
    'act#12',
    'approval#0123#arn:x',
    `approval#${step}#`,
    'plan#0123',
    'name#',
    'name#alice#service',
    'region#',
    'region#EU',
    'region#eu-west-1#dark',
    'region#eu-west-1#proofs#month#2026-11',
    'region#eu-west-1#data#month#2026-11',
    'person#eu-west-1#dark#month#2026-11',
    'region#eu-west-1#assessment',
    'root#lookup',
    'root#services',
    'entra#f3b0#assessment',
    'entra#f3b0',
    'change#2026-11-23T08:00:00Z#',
    'change#2026-11-23T08:00:00Z#alice',
    'change#2026-11-23#AIDAALICE00000000001',
    'counts#2026-11',
    'counts#2026-11-23x',
    'x counts#2026-11-23',
    'history#more',
    'user#alice#lifecycle',
    'user#AIDAALICE00000000001#lifecycle#000000',
    'user#AIDAALICE00000000001#lifecycle#12',
    'lifecycle#more',
    'campaign#',
    'campaign#2026-11-23',
    'letter#2026-11-23-unused#asked#000000#team',
    'letter#2026-11-23#asked#000001#team',
    'campaign#2026-11-23-unused#user#alice',
    'campaign#2026-11-23-unused#name#alice',
    '1234',
    'folder/',
    'a/folder/#2',
    '/folder',
    '/folder/#x',
  ])('%s', (text) => {
    expect(readEntry(stored(text))).toEqual({ kind: 'unknown' });
  });

  it('and what is no text is no entry', () => {
    expect([parseEntry(undefined), parseEntry(7), parseEntry('')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('a range of entries', () => {
  const isIn = ({ first, last }: EntryRange, entry: Entry) => entry >= first && entry <= last;
  const change = changeEntry(at, assessmentEntry(iamUser()));

  it('of changes begins with those of the time', () => {
    expect(isIn(changesFrom(undefined), change)).toBe(true);
    expect(isIn(changesFrom(at), change)).toBe(true);
    expect(isIn(changesFrom(instant('2026-11-23T08:00:01Z')), change)).toBe(false);
  });

  it('of counts begins with those of the day', () => {
    expect(countsFrom(at).first).toBe('counts#2026-11-23');
    expect(isIn(countsFrom(undefined), countsEntry(at))).toBe(true);
  });

  it("below a subject's entry begins with it and a mark", () => {
    expect(belowEntry(alice)).toBe('user#AIDAALICE00000000001#');
    expect(monthEntry(alice, month).startsWith(belowEntry(alice))).toBe(true);
  });

  it('that grows with time holds campaigns, changes and counts, and nothing else', () => {
    const others = [
      backfillEntry,
      historyEntry,
      leaseEntry,
      rootEntry,
      runEntry,
      digestEntry,
      alice,
      nameEntry('a'),
      home,
    ];
    const records = [change, countsEntry(at), campaignEntry(campaign), userReviewEntry(campaign, user())];
    expect(records.filter((entry) => isIn(recordsRange, entry))).toEqual(records);
    expect(others.filter((entry) => isIn(recordsRange, entry))).toEqual([]);
  });
});

it("a subject's entry is that of its id, its name or of root", () => {
  const accountId = account();
  expect(entryOf({ kind: 'user', accountId, userId: user() })).toBe(alice);
  expect(entryOf({ kind: 'name', accountId, userName: named('Alice') })).toBe('name#alice');
  expect(entryOf({ kind: 'root', accountId })).toBe('root');
  expect(entryOf({ kind: 'root-by-service', accountId })).toBe('root-by-service');
});

describe('the unique id of an entry', () => {
  it("is that of the user's own entry", () => {
    expect(userIdOf(entryOf({ kind: 'user', accountId: account(), userId: user() }))).toBe(user());
  });

  it.each([
    entryOf({ kind: 'name', accountId: account(), userName: named() }),
    entryOf({ kind: 'root', accountId: account() }),
    rootByServiceEntry,
    monthEntry(alice, month),
    assessmentEntry(iamUser()),
  ])('is none for %s', (entry) => {
    expect(userIdOf(entry)).toBeUndefined();
  });
});
