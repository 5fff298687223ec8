import { type AccountId, parseTenantId } from '../../domain/ids.ts';
import { newSignInFold } from '../../domain/providers/entra/sign-in-fold.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import type { Instant } from '../../domain/time.ts';
import { type PeopleFile, readPeopleFile } from '../../infra/entra/user-files.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';
import type { JudgedScan } from '../scan/join-scans.ts';
import { missingOfList, notesOfDeleted } from '../scan/provider-files.ts';
import { refuseNobody } from '../scan/refuse-nobody.ts';
import { refuseTwins } from '../scan/refuse-twins.ts';
import { scan } from '../scan/scan.ts';
import {
  type FindInBucket,
  findSignIns,
  readSignIns,
  type SignInSource,
  type SignIns,
  tenantsIn,
} from './read-sign-ins.ts';
import { tenantInventory } from './tenant-inventory.ts';

/** The files of a tenant. */
export interface TenantPaths {
  readonly users: readonly string[];
  readonly signIns: readonly string[];
  /** The id of the tenant; undefined: the one that the sign-in log names. */
  readonly tenant: string | undefined;
  /** When the lists were read, where the user says so. */
  readonly madeAt: Instant | undefined;
}

/** Everything that the files say of a tenant, before anything is written. */
export interface TenantFiles {
  readonly accountId: AccountId;
  readonly people: readonly PeopleFile[];
  readonly signIns: SignIns | undefined;
  readonly madeAt: Instant | undefined;
}

/** Reads the files of a tenant. Throws InputError and InventoryFileError where one of them cannot be used. */
export async function readTenantFiles(paths: TenantPaths, now: Instant, inBucket?: FindInBucket): Promise<TenantFiles> {
  await refuseTwins('--entra-users', paths.users);
  const found = await findSignIns(paths.signIns, inBucket);
  const accountId = await tenantOf(paths, found);
  const people: PeopleFile[] = [];
  for (const path of paths.users) people.push(await readPeopleFile(path));
  refuseNobody('--entra-users', people);
  const signIns = paths.signIns.length === 0 ? undefined : await readSignIns(found, accountId, now);
  return { accountId, people, signIns, madeAt: paths.madeAt };
}

/** Judges a tenant from its files and writes the table, as a scan of an account does. */
export async function scanTenantFiles(
  { accountId, people, signIns, madeAt }: TenantFiles,
  settings: Settings,
  table: LastSeenTable,
  onPlan?: (writes: number) => void,
): Promise<JudgedScan> {
  const lists = people.map((file) => ({ people: file.people, madeAt }));
  const reads = {
    accountId,
    lists,
    readById: new Set<string>(),
    signIns: signIns?.fold ?? newSignInFold(),
    missing: missingOfList(people, people.at(-1)),
  };
  const stored = await table.readAccount(accountId);
  const notes = notesOfDeleted('Entra ID', people);
  const inventory = people.length === 0 ? undefined : { ...tenantInventory(reads, stored, settings.question), notes };
  const reading = signIns?.reading;
  return { scanned: await scan(reading, inventory, settings, table, onPlan), inventory, reading };
}

async function tenantOf({ tenant }: TenantPaths, signIns: readonly SignInSource[]): Promise<AccountId> {
  const given = tenant === undefined ? undefined : parseTenantId(tenant.toLowerCase());
  if (tenant !== undefined && given === undefined) throw new InputError(`--entra-tenant ${tenant}: ${isNoTenant}`);
  if (given !== undefined) return given;
  const [named, another] = signIns.length === 0 ? [] : await tenantsIn(signIns);
  if (named !== undefined && another === undefined) return named;
  const why = named === undefined ? 'the files do not name their tenant' : `the log names ${named} and ${another}`;
  throw new InputError(`${why}; give --entra-tenant ID, as az account show --query tenantId prints it`);
}

const isNoTenant = 'give the GUID of the tenant, as az account show --query tenantId prints it';
