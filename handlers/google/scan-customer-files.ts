import type { AccountId } from '../../domain/ids.ts';
import { newActivityFold } from '../../domain/providers/google/activity-fold.ts';
import { joinAddresses } from '../../domain/providers/google/address-join.ts';
import type { Question } from '../../domain/question.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';
import { type PeopleFile, readPeopleFile } from '../../infra/google/user-files.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { JudgedScan } from '../scan/join-scans.ts';
import { missingOfList, notesOfDeleted } from '../scan/provider-files.ts';
import type { Inventory } from '../scan/read-inventory.ts';
import { refuseNobody } from '../scan/refuse-nobody.ts';
import { refuseTwins } from '../scan/refuse-twins.ts';
import { scan } from '../scan/scan.ts';
import { customerOf, refuseNameless } from './customer-of.ts';
import { type CustomerReads, customerInventory } from './gather-customer.ts';
import { type Reports, readReports } from './read-reports.ts';

/** The files of a customer. */
export interface CustomerPaths {
  readonly users: readonly string[];
  readonly reports: readonly string[];
  /** The id of the customer; undefined: the one that the files name. */
  readonly customer: string | undefined;
  /** When the lists were read and the reports asked for, where the user says so. */
  readonly madeAt: Instant | undefined;
}

/** Everything that the files say of a customer, before anything is written. */
export interface CustomerFiles {
  readonly accountId: AccountId;
  readonly people: readonly PeopleFile[];
  readonly reports: Reports | undefined;
  readonly madeAt: Instant | undefined;
}

/** Reads the files of a customer. Throws InputError and InventoryFileError where one of them cannot be used. */
export async function readCustomerFiles(paths: CustomerPaths, now: Instant): Promise<CustomerFiles> {
  await refuseTwins('--google-users', paths.users);
  const people: PeopleFile[] = [];
  for (const path of paths.users) people.push(await readPeopleFile(path));
  refuseNameless(people);
  refuseNobody('--google-users', people);
  const accountId = await customerOf(paths, people);
  const { reports: files, madeAt } = paths;
  const reports = files.length === 0 ? undefined : await readReports(files, accountId, now, madeAt);
  return { accountId, people, reports, madeAt };
}

/** Judges a customer from its files and writes the table, as a scan of an account does. */
export async function scanCustomerFiles(
  files: CustomerFiles,
  settings: Settings,
  table: LastSeenTable,
  onPlan?: (writes: number) => void,
): Promise<JudgedScan> {
  const stored = await table.readAccount(files.accountId);
  const inventory = files.people.length === 0 ? undefined : inventoryOf(files, stored, settings.question);
  const reading = files.reports?.reading;
  return { scanned: await scan(reading, inventory, settings, table, onPlan), inventory, reading };
}

function inventoryOf(files: CustomerFiles, stored: StoredAccount, question: Question): Inventory {
  const notes = notesOfDeleted('Google Workspace', files.people);
  return { ...customerInventory(readsOf(files), stored, question), notes };
}

function readsOf({ accountId, people, reports, madeAt }: CustomerFiles): CustomerReads {
  const entries = people.flatMap(({ addresses }) => addresses);
  const listOf = (file: PeopleFile) => joinAddresses(file.people, entries).people;
  const everybody = people.flatMap((file) => file.people);
  const { strangers } = joinAddresses(everybody, entries);
  const unknown = strangers.map((address) => `${address}: has no id, and no list has a user of this address`);
  const pages = people.filter(({ isOfOne }) => !isOfOne);
  const ones = people.filter(({ isOfOne }) => isOfOne).flatMap((file) => file.people);
  return {
    accountId,
    lists: people.map((file) => ({ people: listOf(file), madeAt })),
    readById: new Set(ones.map(({ objectId }) => objectId)),
    usage: reports?.usage ?? [],
    activities: reports?.activities ?? newActivityFold(),
    failed: new Map(),
    missing: [...missingOfList(people, pages.at(-1)), ...unknown, ...(reports?.missing ?? [])],
  };
}
