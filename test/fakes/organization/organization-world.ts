import { storedSettings } from '../../../domain/accounts/stored-settings.ts';
import { type Answer, answered, failed } from '../../../domain/answer.ts';
import type { AccountId } from '../../../domain/ids.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { ListedAccount, MemberAccount } from '../../../domain/organization/member-account.ts';
import { mayFollowRun, storedMember } from '../../../domain/organization/organization-account.ts';
import type { OrganizationRun } from '../../../domain/organization/organization-run.ts';
import type { TenantStanding } from '../../../domain/organization/tenant-standing.ts';
import type { Instant } from '../../../domain/time.ts';
import type {
  ClosePorts,
  DelayedMessage,
  EnteredAccount,
  MemberPorts,
  StartPorts,
} from '../../../handlers/organization/organization-ports.ts';
import type { OrganizationStore } from '../../../infra/ports/organization-store.ts';
import { now, region } from '../../domain/builders.ts';
import { releaseLease, takeLease } from '../reconcile-table.ts';
import { portsOf, type World, wholeTrail } from '../reconcile-world.ts';
import { memorySettings, type SettingsItems } from './memory-settings.ts';

/** An organization in memory: its list, its accounts, the table, the queue, and what was published. */
export interface OrganizationWorld {
  listed: MemberAccount[];
  /** What the list says of units that could not be read. */
  readonly unplaced: string[];
  readonly worlds: Map<AccountId, World>;
  readonly refused: Set<AccountId>;
  readonly members: Map<string, JsonObject>;
  run: OrganizationRun | undefined;
  readonly queue: DelayedMessage[];
  readonly digests: { readonly id: string; readonly subject: string; readonly body: string }[];
  readonly metrics: Map<string, number>;
  readonly lease: Pick<World, 'lease'>;
  /** Tenants of other providers of the same stack. */
  tenants: readonly TenantStanding[];
  /** Settings of accounts and units, as the table keeps them. */
  readonly settings: SettingsItems;
  clock: Instant;
  /** Names of the outside calls made, in order. */
  readonly calls: string[];
  /** The process dies at this call, from 1, before it takes effect or after it; later calls of the attempt fail too. */
  crash: { readonly atCall: number; readonly when: 'before' | 'after' } | undefined;
  isDead: boolean;
}

export function organizationWorld(worlds: ReadonlyMap<ListedAccount, World>): OrganizationWorld {
  return {
    listed: [...worlds.keys()],
    unplaced: [],
    worlds: new Map([...worlds].map(([{ accountId }, world]) => [accountId, world])),
    refused: new Set(),
    members: new Map(),
    run: undefined,
    queue: [],
    digests: [],
    metrics: new Map(),
    lease: { lease: undefined },
    tenants: [],
    settings: new Map(),
    clock: now,
    calls: [],
    crash: undefined,
    isDead: false,
  };
}

/** The ports of every part of a run onto this world. */
export function organizationPorts(world: OrganizationWorld): StartPorts & MemberPorts & ClosePorts {
  const ports: StartPorts & MemberPorts & ClosePorts = {
    store: storeOf(world),
    settings: memorySettings(world.settings),
    clock: () => world.clock,
    send: async (messages) => void world.queue.push(...messages),
    listAccounts: async () => ({ accounts: world.listed, malformed: [], unplaced: world.unplaced }),
    organizationTrail: async () => ({ kind: 'known', regions: new Map([[region(), wholeTrail]]) }),
    enter: async (accountId) => enter(world, accountId),
    lease: {
      take: async (_, owner, at, until) => takeLease(world.lease, owner, at, until),
      release: async (_, owner) => releaseLease(world.lease, owner),
    },
    outbox: {
      clear: async (accountId, id) => {
        const account = world.worlds.get(accountId);
        if (account?.pending?.id === id) account.pending = undefined;
      },
    },
    readTenants: async () => world.tenants,
    putMetrics: async (metrics) => metrics.forEach(({ name, value }) => void world.metrics.set(name, value)),
    publishDigest: async (digest) => void world.digests.push(digest),
  };
  return stepped(world, ports);
}

function storeOf(world: OrganizationWorld): OrganizationStore {
  return {
    readOrganization: async () => ({ run: world.run && { ...world.run }, members: [...world.members.values()] }),
    readMember: async (_, accountId) => world.members.get(accountId),
    writeMember: async (_, account) => {
      if (!mayFollowRun(world.members.get(account.accountId), account.runId)) return false;
      world.members.set(account.accountId, structuredClone(storedMember(account)));
      return true;
    },
    readOrganizationRun: async () => world.run && { ...world.run },
    writeOrganizationRun: async (_, run) => {
      if (world.run !== undefined && world.run.runId > run.runId) return false;
      world.run = run;
      return true;
    },
  };
}

async function enter(world: OrganizationWorld, accountId: AccountId): Promise<Answer<EnteredAccount>> {
  const account = world.worlds.get(accountId);
  if (account === undefined || world.refused.has(accountId)) {
    return failed({ kind: 'denied', why: 'AccessDenied' }, 'sts:AssumeRole');
  }
  const own = portsOf(account);
  const readAccount: typeof own.table.readAccount = async (id) => ({
    ...(await own.table.readAccount(id)),
    settings: storedSettings(await memorySettings(world.settings).readSettings(accountId)),
  });
  const ports = stepped(world, { ...own, table: { ...own.table, readAccount } });
  return answered({ ports, startReport: async () => {}, leave: () => {} });
}

/** The same ports, each call counted; it dies where the world says so. */
function stepped<T extends object>(world: OrganizationWorld, ports: T): T {
  const proxied = Object.entries(ports).map(([name, port]): [string, unknown] => {
    if (typeof port === 'object' && port !== null) return [name, stepped(world, port)];
    if (typeof port !== 'function' || synchronous.has(name)) return [name, port];
    return [name, (...args: readonly unknown[]) => step(world, name, () => port(...args))];
  });
  return Object.assign({ ...ports }, Object.fromEntries(proxied));
}

const synchronous = new Set(['clock', 'reportAbandoned', 'beforeKeys', 'start', 'done']);

async function step<T>(world: OrganizationWorld, name: string, effect: () => T): Promise<Awaited<T>> {
  if (world.isDead) throw new Error(`dead before ${name}`);
  world.calls.push(name);
  const isHere = world.calls.length === world.crash?.atCall;
  if (isHere) world.isDead = true;
  if (isHere && world.crash?.when === 'before') throw new Error(`died at ${name}`);
  const result = await effect();
  if (isHere) throw new Error(`died after ${name}`);
  return result;
}
