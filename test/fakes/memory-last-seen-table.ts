import { hoursOfMonth, mergeProvenHours, provenHours } from '../../domain/coverage/proven-hours.ts';
import { mergeWatch, type Watch } from '../../domain/coverage/watch.ts';
import { unionOfDays } from '../../domain/day-set.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import { readEntry } from '../../domain/sightings/read-entry.ts';
import { emptyAccount, type StoredAccount } from '../../domain/table/stored-account.ts';
import type { TableWrite } from '../../domain/table/table-write.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { written } from '../domain/table/table-model.ts';
import {
  changesIn,
  countsIn,
  type HistoryModel,
  historyModel,
  replaceHead,
  storedHistory,
  writeHistory,
} from './history-model.ts';

/** The table as it should be, by its contract: a map of accounts, each part a maximum. What it answers is a copy. */
export function memoryLastSeenTable(): LastSeenTable {
  const accounts = new Map<AccountId, StoredAccount>();
  const histories = new Map<AccountId, HistoryModel>();
  const historyOf = (accountId: AccountId) => {
    const history = histories.get(accountId) ?? historyModel();
    histories.set(accountId, history);
    return history;
  };
  const stored = (accountId: AccountId) => accounts.get(accountId) ?? emptyAccount(accountId);
  return {
    readAccount: async (accountId) => structuredClone({ ...stored(accountId), ...storedHistory(historyOf(accountId)) }),
    readUsers: async (accountId) => structuredClone(stored(accountId)),
    accounts: async () =>
      [...accounts.values()].flatMap(({ accountId, isKnown }) => (isKnown ? [accountId] : [])).sort(),
    readRun: async (accountId) => stored(accountId).run,
    assessmentsInState: async (accountId, state) => ({
      assessments: [...stored(accountId).assessments.values()]
        .filter((assessment) => assessment.state === state)
        .sort((a, b) => (idleSince(a) < idleSince(b) ? -1 : 1)),
      unreadable: 0,
    }),
    apply: async (write) => {
      if (writeHistory(historyOf(write.accountId), structuredClone(write))) return 1;
      const known = stored(write.accountId);
      if (write.kind === 'looked-up') {
        accounts.set(write.accountId, lookedUp(known, write));
        return 1;
      }
      const region = regionOf(write);
      accounts.set(
        write.accountId,
        region === undefined ? written(known, [structuredClone(write)]) : watched(known, region, write),
      );
      return 1;
    },
    replaceHistory: async (accountId, before, head) => replaceHead(historyOf(accountId), before, head),
    changes: async (accountId, from) =>
      structuredClone({ changes: changesIn(historyOf(accountId), from), unreadable: 0 }),
    dailyCounts: async (accountId, from) => structuredClone(countsIn(historyOf(accountId), from)),
    readHistory: async (accountId) => historyOf(accountId).head,
    close: async () => {},
  };
}

const idleSince = ({ lastActivity, user }: Assessment) => lastActivity?.at ?? user.createdAt ?? '';

function lookedUp(stored: StoredAccount, write: Extract<TableWrite, { kind: 'looked-up' }>): StoredAccount {
  const form = readEntry(write.entry);
  if (form.kind !== 'lookup') throw new Error(`no entry of a lookup: ${write.entry}`);
  const looked = new Map(stored.lookups.get(form.user)).set(write.region, write.lookedUp);
  return { ...stored, lookups: new Map(stored.lookups).set(form.user, looked) };
}

/** The Region that a write is of; undefined where it is of none. */
function regionOf(write: TableWrite): Region | undefined {
  const form = 'entry' in write ? readEntry(write.entry) : undefined;
  if (form?.kind === 'region' || form?.kind === 'unrecorded-days' || form?.kind === 'proof') return form.region;
  const parent = form?.kind === 'days' ? readEntry(form.parent) : undefined;
  return parent?.kind === 'region' ? parent.region : undefined;
}

function watched(stored: StoredAccount, region: Region, write: TableWrite): StoredAccount {
  const known = stored.watches.get(region);
  const watches = new Map(stored.watches);
  if (write.kind === 'watch') {
    const moment = { lastRecord: write.at, lastProof: undefined, days: new Map(), [write.what]: write.at };
    watches.set(region, mergeWatch(known, moment));
  }
  if (write.kind === 'watched-since' && known !== undefined) {
    const { since: _, ...rest } = known;
    watches.set(region, write.since === undefined ? rest : { ...rest, since: write.since });
  }
  if (write.kind === 'days' && known !== undefined) {
    const form = readEntry(write.entry);
    if (form.kind !== 'days' && form.kind !== 'unrecorded-days') throw new Error(`no days: ${write.entry}`);
    const what = form.kind === 'days' ? 'days' : 'unrecorded';
    const days = unionOfDays(known[what] ?? new Map(), new Map([[form.month, write.bits]]));
    watches.set(region, { ...known, [what]: days } satisfies Watch);
  }
  if (write.kind === 'proof') {
    const form = readEntry(write.entry);
    if (form.kind !== 'proof') throw new Error(`no proof: ${write.entry}`);
    const sets = [write.hours, write.selectorHours, write.lostHours ?? []] as const;
    const [hours, selectorHours, lost] = sets.map((each) => hoursOfMonth(form.month, each)) as [Hours, Hours, Hours];
    const more = provenHours(hours, selectorHours, lost);
    const watch: Watch = known ?? { lastRecord: undefined, lastProof: undefined, days: new Map() };
    watches.set(region, { ...watch, proof: mergeProvenHours(watch.proof, more) } satisfies Watch);
  }
  return { ...stored, watches };
}

type Hours = ReturnType<typeof hoursOfMonth>;
