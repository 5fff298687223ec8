import type { Failure } from '../../domain/answer.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { ListedPerson } from '../../domain/providers/entra/inventory.ts';
import type { ListRead } from '../../domain/providers/joined-list.ts';
import type { Question } from '../../domain/question.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { JudgedScan } from '../scan/join-scans.ts';
import type { Inventory } from '../scan/read-inventory.ts';
import { scan } from '../scan/scan.ts';
import type { TrailReading } from '../trail/trail-reading.ts';
import { gatherTenant, type TenantPorts } from './gather-tenant.ts';
import { readAttempts, undecidedOf } from './read-attempts.ts';
import { readLiveSignIns, type SignInLogPorts } from './read-live-sign-ins.ts';
import { emptySignIns, type SignIns } from './read-sign-ins.ts';
import { tenantInventory } from './tenant-inventory.ts';

/** What a live scan of a tenant asks. */
export interface LiveTenantPorts extends TenantPorts {
  /** Undefined: its sign-in log is not asked for. */
  readonly log?: SignInLogPorts;
  /** Hears what is good to know and changes no verdict. */
  readonly say?: (text: string) => void;
}

/** Reads a tenant from Graph, judges it and writes the table; files of its sign-in log may stand beside it. */
export async function scanTenantLive(
  accountId: AccountId,
  given: SignIns | undefined,
  settings: Settings,
  table: LastSeenTable,
  ports: LiveTenantPorts,
  onPlan?: (writes: number) => void,
): Promise<JudgedScan> {
  const stored = await table.readAccount(accountId);
  const { inventory, reading } = await readTenantLive(stored, given, settings.question, ports);
  return { scanned: await scan(reading, inventory, settings, table, onPlan), inventory, reading };
}

/** A tenant as Graph answered, before anything is written. */
export interface LiveTenant {
  readonly inventory: Inventory;
  /** Undefined where the sign-in log was not asked for and no file of it was given. */
  readonly reading: TrailReading | undefined;
  /** Why a read of the list is not whole. */
  readonly failures: readonly Failure[];
}

/** Reads a tenant and its sign-in log from Graph. */
export async function readTenantLive(
  stored: StoredAccount,
  given: SignIns | undefined,
  question: Question,
  ports: LiveTenantPorts,
): Promise<LiveTenant> {
  const { reads, recalled, failures } = await gatherTenant(stored, question, ports);
  const log = await readLog(reads.lists, given, stored, question, ports);
  const missing = [...reads.missing, ...log.missing];
  const signIns = log.signIns ?? emptySignIns();
  const listed = tenantInventory({ ...reads, missing, signIns: signIns.fold }, stored, question);
  const inventory = { ...listed, users: [...listed.users, ...recalled] };
  return { inventory, reading: log.signIns?.reading, failures };
}

/** The sign-in log. That it cannot be read is missing only where an attempt of somebody silent waits for it. */
async function readLog(
  lists: readonly ListRead<ListedPerson>[],
  given: SignIns | undefined,
  stored: StoredAccount,
  question: Question,
  { log, say }: LiveTenantPorts,
): Promise<{ readonly signIns: SignIns | undefined; readonly missing: readonly string[] }> {
  if (log === undefined) return { signIns: given, missing: [] };
  const { signIns, failure } = await readLiveSignIns(given, stored, question.now, log);
  const { fold } = signIns;
  if (failure?.kind !== 'denied') {
    await readAttempts(undecidedOf(lists, fold, question), fold, stored, question, log);
  }
  if (failure === undefined) return { signIns, missing: [] };
  const todo = failure.kind === 'denied' ? '; grant AuditLog.Read.All, and consent to it' : '';
  const words = `Entra ID's sign-in log could not be read (${failure.why})${todo}`;
  const waiting = undecidedOf(lists, fold, question).length;
  const them = waiting === 1 ? '1 user' : `${waiting} users`;
  if (waiting > 0) return { signIns, missing: [`${words}: it would decide about ${them}`] };
  say?.(words);
  return { signIns, missing: [] };
}
