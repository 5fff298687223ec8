import { mergeWatch, type Watch } from '../../domain/coverage/coverage.ts';
import { unionOfDays } from '../../domain/day-set.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import type { Entry } from '../../domain/sightings/entry.ts';
import { emptyAccount, type StoredAccount } from '../../domain/table/stored-account.ts';
import type { TableWrite } from '../../domain/table/table-write.ts';
import type { Month } from '../../domain/time.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { written } from '../domain/table/table-model.ts';

/** The table as it should be: a map of accounts, each part a maximum. What it answers is a copy. */
export function memoryTable(): LastSeenTable {
  const accounts = new Map<AccountId, StoredAccount>();
  const stored = (accountId: AccountId) => accounts.get(accountId) ?? emptyAccount(accountId);
  return {
    readAccount: async (accountId) => structuredClone(stored(accountId)),
    accounts: async () =>
      [...accounts.values()].flatMap(({ accountId, isKnown }) => (isKnown ? [accountId] : [])).sort(),
    readRun: async (accountId) => stored(accountId).run,
    assessmentsInState: async (accountId, state) =>
      [...stored(accountId).assessments.values()]
        .filter((assessment) => assessment.state === state)
        .sort((a, b) => (idleSince(a) < idleSince(b) ? -1 : 1)),
    apply: async (write) => {
      const known = stored(write.accountId);
      if (write.kind === 'looked-up') {
        const parent = write.entry.slice(0, -'#lookup'.length) as Entry;
        const looked = new Map(known.lookups.get(parent)).set(write.region, write.lookedUp);
        accounts.set(write.accountId, { ...known, lookups: new Map(known.lookups).set(parent, looked) });
        return 1;
      }
      const isOfRegion = 'entry' in write && write.entry.startsWith('region#');
      accounts.set(write.accountId, isOfRegion ? watched(known, write) : written(known, [structuredClone(write)]));
      return 1;
    },
    close: async () => {},
  };
}

const idleSince = ({ lastActivity, user }: Assessment) => lastActivity?.at ?? user.createdAt ?? '';

function watched(stored: StoredAccount, write: TableWrite): StoredAccount {
  const [, region = '', part, ...months] = 'entry' in write ? write.entry.split('#') : [];
  const last = months.at(-1);
  const known = stored.watches.get(region as Region);
  const watches = new Map(stored.watches);
  if (write.kind === 'watch') {
    const moment = { lastRecord: write.at, lastProof: undefined, days: new Map(), [write.what]: write.at };
    watches.set(region as Region, mergeWatch(known, moment));
  }
  if (write.kind === 'watched-since' && known !== undefined) {
    const { since: _, ...rest } = known;
    watches.set(region as Region, write.since === undefined ? rest : { ...rest, since: write.since });
  }
  if (write.kind === 'days' && known !== undefined) {
    const what = part === 'dark' ? 'unrecorded' : 'days';
    const days = unionOfDays(known[what] ?? new Map(), new Map([[last as Month, write.bits]]));
    watches.set(region as Region, { ...known, [what]: days } satisfies Watch);
  }
  return { ...stored, watches };
}
