import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { accountEntry, checkpointEntry, recordsRange, runEntry } from '../../domain/sightings/entry.ts';
import type { Run } from '../../domain/verdict/run.ts';
import { readAssessment } from '../../domain/verdict/stored-assessment.ts';
import { stateKey } from '../aws/dynamodb/assessment-item.ts';
import { archivePartition, checkpointItems, checkpointsOf } from '../aws/dynamodb/checkpoint-item.ts';
import type { Item } from '../aws/dynamodb/sighting-item.ts';
import { registry } from '../aws/dynamodb/table-definition.ts';
import { accountsIn, storedAccountOf } from '../aws/dynamodb/table-item.ts';
import type { ArchiveCheckpoints } from '../ports/archive-checkpoints.ts';
import type { LastSeenTable } from '../ports/last-seen-table.ts';
import type { WholeTable } from '../ports/whole-table.ts';
import { changedItem } from './changed-item.ts';
import {
  type DataFolderMode,
  dataFolderErrorOf,
  formerFormat,
  markDataFolder,
  prepareDataFolder,
} from './data-folder.ts';
import { embeddedAccountSettings } from './embedded/embedded-account-settings.ts';
import { embeddedApprovals } from './embedded/embedded-approvals.ts';
import { embeddedCampaigns } from './embedded/embedded-campaigns.ts';
import { embeddedHistory } from './embedded/embedded-history.ts';
import { embeddedLifecycles } from './embedded/embedded-lifecycles.ts';
import { embeddedOrganizations } from './embedded/embedded-organizations.ts';
import { embeddedPublicKeys } from './embedded/embedded-public-keys.ts';
import { embeddedActs } from './embedded-acts.ts';
import { placesOf } from './embedded-index.ts';
import { type EntryStore, openEntryStore } from './entry-store.ts';
import { copyFormerTable, formerFolders } from './former-table.ts';
import { itemsOfUsers } from './items-of-users.ts';

/** Opens the local table with its data in `dir`, locked for this process. Throws DataFolderError. */
export async function openEmbeddedTable(dir: string, mode: DataFolderMode): Promise<WholeTable> {
  try {
    const found = await prepareDataFolder(dir, mode);
    const isNew = found === undefined || found === formerFormat;
    const store = await openEntryStore(join(dir, 'entries'), placesOf, isNew);
    await bringUpToDate(dir, found, store).catch((error: unknown) => store.close().then(() => Promise.reject(error)));
    return {
      ...tableOver(store),
      ...checkpointsOver(store),
      ...embeddedLifecycles(store),
      ...embeddedActs(store, dir),
      ...embeddedApprovals(store),
      ...embeddedCampaigns(store),
      ...embeddedAccountSettings(store),
      ...embeddedPublicKeys(store),
      ...embeddedOrganizations(store),
    };
  } catch (error) {
    throw dataFolderErrorOf(dir, error);
  }
}

/** Takes over a table of the former format. Killed before its mark, it takes it over once more. */
async function bringUpToDate(dir: string, found: number | undefined, store: EntryStore): Promise<void> {
  if (found === formerFormat) await copyFormerTable(dir, store);
  if (found === undefined || found === formerFormat) await markDataFolder(dir);
  if (found === formerFormat) {
    for (const folder of formerFolders) await rm(join(dir, folder), { recursive: true, force: true });
  }
}

function tableOver(store: EntryStore): LastSeenTable {
  const history = embeddedHistory(store);
  return {
    ...history,
    apply: async (write) => {
      const [partition, entry] =
        write.kind === 'account' ? [registry, accountEntry(write.accountId)] : [write.accountId, write.entry];
      await store.change(partition, entry, (before) => changedItem(before, write));
      return 1;
    },
    readAccount: async (accountId) => {
      const isKnown = store.read(registry, accountEntry(accountId)) !== undefined;
      const { first, last } = recordsRange;
      const items = await Promise.all([
        store.readRange(accountId, undefined, first),
        store.readRange(accountId, last, undefined),
      ]);
      const stored = storedAccountOf(accountId, isKnown, items.flat());
      if (stored.history === undefined) return stored;
      return { ...stored, latestChanges: (await history.changes(accountId, stored.history.changedAt)).changes };
    },
    readUsers: async (accountId, who) => {
      const isKnown = store.read(registry, accountEntry(accountId)) !== undefined;
      return storedAccountOf(accountId, isKnown, await itemsOfUsers(store, accountId, who));
    },
    accounts: async () => accountsIn(await store.readPartition(registry)),
    readRun: async (accountId) => store.read(accountId, runEntry)?.['run'] as Run | undefined,
    assessmentsInState: async (accountId, state) => {
      const items = await store.readIndexed('state', accountId, stateKey(accountId, state));
      const assessments = items.flatMap((item) => readAssessment(item) ?? []);
      return { assessments, unreadable: items.length - assessments.length };
    },
    close: () => store.close(),
  };
}

/** The marks of finished objects are bytes, which JSON does not have: they are stored in base64. */
function checkpointsOver(store: EntryStore): ArchiveCheckpoints {
  const bytesOf = (item: Item): Item =>
    typeof item['finished'] === 'string' ? { ...item, finished: Buffer.from(item['finished'], 'base64') } : item;
  const textOf = (item: Item): Item =>
    item['finished'] instanceof Uint8Array
      ? { ...item, finished: Buffer.from(item['finished']).toString('base64') }
      : item;
  return {
    readCheckpoints: async (bucket, prefix) => {
      const items = await store.readPartition(archivePartition(bucket), checkpointEntry(prefix, 0));
      return checkpointsOf(items.map(bytesOf));
    },
    writeCheckpoint: async (bucket, checkpoint) => {
      const items = checkpointItems(bucket, checkpoint);
      for (const item of items) await store.change(archivePartition(bucket), item.entry, () => textOf(item));
      return items.length;
    },
  };
}
