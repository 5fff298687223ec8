/** The items of the table, and the account that they make up. */

import { laterSettings, type StoredSettings } from '../../../domain/accounts/stored-settings.ts';
import { readChainHead, type StoredHead } from '../../../domain/chain-head.ts';
import type { WindowsByRegion } from '../../../domain/coverage/lookup-window.ts';
import type { Watch } from '../../../domain/coverage/watch.ts';
import type { RecordedState } from '../../../domain/history/recorded-state.ts';
import { type HistoryHead, readHead, readRecorded } from '../../../domain/history/stored-history.ts';
import type { AccountId, Region, UserId } from '../../../domain/ids.ts';
import type { ServicesAccessed } from '../../../domain/services/services-accessed.ts';
import type { Creator } from '../../../domain/sightings/creator.ts';
import { type Entry, parseEntry } from '../../../domain/sightings/entry.ts';
import type { EntryForm } from '../../../domain/sightings/entry-form.ts';
import type { LastSeen } from '../../../domain/sightings/last-seen.ts';
import { readEntry } from '../../../domain/sightings/read-entry.ts';
import type { Shelter } from '../../../domain/sightings/shelter.ts';
import { type BackfillRun, emptyAccount, type StoredAccount } from '../../../domain/table/stored-account.ts';
import {
  readBackfill,
  readCreator,
  readRun,
  readServicesAccessed,
  readShelter,
  readWindows,
} from '../../../domain/table/stored-parts.ts';
import type { Assessment } from '../../../domain/verdict/assessment.ts';
import type { Run } from '../../../domain/verdict/run.ts';
import { readAssessment } from '../../../domain/verdict/stored-assessment.ts';
import { addDays, type Days, newDays } from './account-days.ts';
import { type Item, lastSeenOf } from './sighting-item.ts';
import { watchOf } from './watch-item.ts';

/** Builds an account from the items of its partition. Entries of an unknown kind are skipped. */
export function storedAccountOf(accountId: AccountId, isKnown: boolean, items: readonly Item[]): StoredAccount {
  const account = newAccount(accountId, isKnown);
  const days = newDays();
  const read = items.flatMap((item) => {
    const entry = parseEntry(item['entry']);
    return entry === undefined ? [] : [{ entry, form: readEntry(entry), item }];
  });
  for (const { form, item } of read) addDays(days, form, item);
  for (const { entry, form, item } of read) addItem(account, days, entry, form, item);
  for (const [region, proof] of days.proofs) {
    const watch = account.watches.get(region) ?? { lastRecord: undefined, lastProof: undefined, days: new Map() };
    account.watches.set(region, { ...watch, proof });
  }
  return account;
}

/** An account under construction. */
interface Growing extends StoredAccount {
  readonly lastSeen: Map<Entry, LastSeen>;
  readonly watches: Map<Region, Watch>;
  readonly assessments: Map<Entry, Assessment>;
  readonly unreadableAssessments: Entry[];
  readonly lookups: Map<Entry, WindowsByRegion>;
  readonly services: Map<Entry, ServicesAccessed>;
  readonly creators: Map<UserId, Creator>;
  readonly shelters: Map<string, Shelter>;
  backfill: BackfillRun | undefined;
  run: Run | undefined;
  history: HistoryHead | undefined;
  settings?: StoredSettings | undefined;
  chainHead?: StoredHead | undefined;
  readonly recorded: Map<Entry, RecordedState | null>;
}

function newAccount(accountId: AccountId, isKnown: boolean): Growing {
  const maps = { lastSeen: new Map(), watches: new Map(), assessments: new Map() };
  const answers = { lookups: new Map(), services: new Map(), creators: new Map(), shelters: new Map() };
  return { ...emptyAccount(accountId), ...maps, ...answers, isKnown, unreadableAssessments: [], recorded: new Map() };
}

function addItem(account: Growing, days: Days, entry: Entry, form: EntryForm, item: Item): void {
  switch (form.kind) {
    case 'user':
    case 'name':
    case 'root':
    case 'root-by-service':
      account.lastSeen.set(entry, lastSeenOf(item, days.byParent.get(entry)));
      break;
    case 'region':
      account.watches.set(form.region, watchOf(item, days.byParent.get(entry), days.unrecorded.get(form.region)));
      break;
    case 'assessment':
      addAssessment(account, entry, item);
      break;
    case 'lookup':
      account.lookups.set(form.user, readWindows(item));
      break;
    case 'services':
      addServices(account, form.user, item);
      break;
    case 'creator':
      addCreator(account, form.userId, item);
      break;
    case 'shelter':
      addShelter(account, form.userName, item);
      break;
    case 'backfill':
      account.backfill = readBackfill(item);
      break;
    case 'run':
      account.run = readRun(item);
      break;
    case 'lifecycle-head':
      account.chainHead = readChainHead(item);
      break;
    case 'history':
      account.history = readHead(item);
      break;
    case 'settings':
      account.settings = laterSettings(account.settings, entry, item);
      break;
    case 'days':
    case 'unrecorded-days':
    case 'proof':
    case 'digest':
    case 'digest-part':
    case 'lease':
    case 'account':
    case 'checkpoint':
    case 'change':
    case 'counts':
    case 'lifecycle':
    case 'lifecycle-event':
    case 'keep':
    case 'removal':
    case 'campaign':
    case 'user-review':
    case 'letter':
    case 'references':
    case 'lifecycle-brake':
    case 'act':
    case 'approval':
    case 'approved-step':
    case 'member':
    case 'unknown':
      break;
    default:
      form satisfies never;
  }
}

function addAssessment({ assessments, unreadableAssessments, recorded }: Growing, entry: Entry, item: Item): void {
  const assessment = readAssessment(item);
  if (assessment === undefined) unreadableAssessments.push(entry);
  else assessments.set(entry, assessment);
  const beside = readRecorded(item);
  if (beside !== undefined) recorded.set(entry, beside);
}

function addServices({ services }: Growing, user: Entry, item: Item): void {
  const answer = readServicesAccessed(item);
  if (answer !== undefined) services.set(user, answer);
}

function addCreator({ creators }: Growing, userId: UserId, item: Item): void {
  const creator = readCreator(item);
  if (creator !== undefined) creators.set(userId, creator);
}

function addShelter({ shelters }: Growing, userName: string, item: Item): void {
  const shelter = readShelter(item);
  if (shelter !== undefined) shelters.set(userName, shelter);
}

/** The accounts that the items of the `registry` list. */
export function accountsIn(items: readonly Item[]): AccountId[] {
  return items.flatMap((item) => {
    const entry = parseEntry(item['entry']);
    const form = entry === undefined ? undefined : readEntry(entry);
    return form?.kind === 'account' ? [form.accountId] : [];
  });
}
