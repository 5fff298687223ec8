import type { ChangeEvent } from '../../domain/alerts/change-event.ts';
import type { Digest } from '../../domain/alerts/digest.ts';
import type { MetricDatum } from '../../domain/alerts/metrics.ts';
import type { PendingDigest } from '../../domain/alerts/pending-digest.ts';
import type { UserAlarm } from '../../domain/alerts/user-alarms.ts';
import { type Answer, answered } from '../../domain/answer.ts';
import type { FailedProof } from '../../domain/coverage/blind-regions.ts';
import type { RegionTrail, TrailHealth } from '../../domain/coverage/trail-health.ts';
import type { Region } from '../../domain/ids.ts';
import type { ListedAccessKey } from '../../domain/inventory/access-keys.ts';
import type { GatheredInventory } from '../../domain/inventory/gathered-inventory.ts';
import type { Credential, IamUser } from '../../domain/inventory/iam-user.ts';
import type { ServicesAccessed } from '../../domain/services/services-accessed.ts';
import type { ReconcilePorts } from '../../handlers/reconcile/reconcile-ports.ts';
import type { AbandonedLease } from '../../infra/ports/run-lease.ts';
import { replaceHead } from './history-model.ts';
import {
  applyToReconcileTable,
  type ReconcileTable,
  readReconcileTable,
  reconcileTable,
  releaseLease,
  takeLease,
} from './reconcile-table.ts';

/** Everything outside of a reconcile, in memory, and what reached it. */
export interface World {
  readonly table: ReconcileTable;
  pending: PendingDigest | undefined;
  lease: AbandonedLease | undefined;
  /** Leases of killed runs that were reported. */
  readonly abandoned: AbandonedLease[];
  readonly alarms: Map<string, UserAlarm>;
  readonly digests: Digest[];
  readonly events: ChangeEvent[];
  readonly metrics: MetricDatum[];
  inventory: GatheredInventory;
  /** What IAM answers about the SSH keys of a user. */
  sshKeys: (userName: string) => Answer<readonly Credential[]>;
  /** What IAM answers about the services of a user; undefined where nobody asks. */
  services: ((userName: string) => Answer<ServicesAccessed>) | undefined;
  /** What IAM answers about the access keys of a user. */
  accessKeys: (userName: string) => Answer<readonly ListedAccessKey[]>;
  failedProofs: FailedProof[];
  enabled: Answer<readonly Region[]>;
  /** By Region; the trails of one that is not here record everything. */
  trails: Map<string, Partial<RegionTrail>>;
  /** Why nobody knows how the trails are. */
  trailsUnknown: string | undefined;
  /** Names of the outside calls made, in order. */
  readonly calls: string[];
  crash: Crash | undefined;
}

/** The process dies at this outside call, from 1: before it took effect, or after and before the answer came. */
export interface Crash {
  readonly atCall: number;
  readonly when: 'before' | 'after';
}

export function worldOf(inventory: GatheredInventory): World {
  return {
    table: reconcileTable(),
    pending: undefined,
    lease: undefined,
    abandoned: [],
    alarms: new Map(),
    digests: [],
    events: [],
    metrics: [],
    inventory,
    sshKeys: () => answered([]),
    accessKeys: () => answered([]),
    services: undefined,
    failedProofs: [],
    enabled: answered(['eu-west-1' as string as Region]),
    trails: new Map(),
    trailsUnknown: undefined,
    calls: [],
    crash: undefined,
  };
}

/** A world of its own that begins as this one is now. */
export function branchOf(world: World): World {
  const { sshKeys, accessKeys, services, ...data } = world;
  return {
    ...structuredClone({ ...data, calls: [], digests: [], events: [], metrics: [], crash: undefined }),
    sshKeys,
    accessKeys,
    services,
  };
}

/** The ports onto a world; at and after its crash no call succeeds. */
export function portsOf(world: World): ReconcilePorts {
  const step = stepIn(world);
  const { services } = world;
  return {
    gatherInventory: async () => world.inventory,
    sshKeys: async (users, hasTime) => answersOf(users, hasTime, world.sshKeys),
    accessKeys: async (users, hasTime) => answersOf(users, hasTime, world.accessKeys),
    askServices: services && (async ({ userName }) => services(userName)),
    servicesProgress: { start: () => {}, done: () => {} },
    beforeKeys: () => {},
    proveRegions: async () => world.failedProofs,
    enabledRegions: async () => world.enabled,
    trailHealth: async (regions) => healthOf(world, regions),
    table: {
      readAccount: (accountId) => step('read-table', () => readReconcileTable(world.table, accountId)),
      replaceHistory: (_, before, head) =>
        step('replace-history', () => replaceHead(world.table.history, before, head)),
      apply: (write) => step(`write-${write.kind}`, () => applyToReconcileTable(world.table, write)).then(() => 1),
    },
    outbox: {
      read: () => step('read-outbox', () => world.pending),
      put: (_, pending) =>
        step('put-outbox', () => {
          world.pending = pending;
        }),
      clear: (_, id) =>
        step('clear-outbox', () => {
          if (world.pending?.id === id) world.pending = undefined;
        }),
    },
    lease: leaseOf(world, step),
    reportAbandoned: (lease) => void world.abandoned.push(lease),
    putMetrics: (metrics) => step('put-metrics', () => world.metrics.push(...metrics)),
    alarms: {
      list: (prefix) =>
        step('list-alarms', () => [...world.alarms.values()].filter(({ name }) => name.startsWith(prefix))),
      put: async (alarms) => {
        for (const alarm of alarms) await step('put-alarm', () => world.alarms.set(alarm.name, alarm));
      },
      remove: (names) => step('remove-alarms', () => names.forEach((name) => void world.alarms.delete(name))),
    },
    publishEvents: (events) => step('publish-events', () => void world.events.push(...events)),
    publishDigest: (digest) => step('publish-digest', () => void world.digests.push(digest)),
  };
}

function answersOf<T>(users: readonly IamUser[], hasTime: () => boolean, answer: (userName: string) => T) {
  return new Map(users.flatMap((user) => (hasTime() ? [[user, answer(user.userName)] as const] : [])));
}

/** A trail that records everything, and always did. */
export const wholeTrail: RegionTrail = {
  logging: true,
  since: undefined,
  reads: true,
  writes: true,
  excludedSources: [],
  deliveryErrors: [],
  why: 'trail audit logs reads and writes',
};

function healthOf({ trails, trailsUnknown }: World, regions: readonly Region[]): TrailHealth {
  if (trailsUnknown !== undefined) return { kind: 'unknown', why: trailsUnknown };
  return { kind: 'known', regions: new Map(regions.map((name) => [name, { ...wholeTrail, ...trails.get(name) }])) };
}

type Step = <T>(name: string, effect: () => T) => Promise<T>;

/** Makes outside calls, each by its name, and dies where the world shall crash. */
export function stepIn(world: Pick<World, 'calls' | 'crash'>): Step {
  return async (name, effect) => {
    world.calls.push(name);
    const { atCall, when } = world.crash ?? { atCall: Number.POSITIVE_INFINITY, when: 'before' };
    const call = world.calls.length;
    if (call > atCall || (call === atCall && when === 'before')) throw new Error(`died at ${name}`);
    const result = effect();
    if (call === atCall) throw new Error(`died after ${name}`);
    return result;
  };
}

function leaseOf(world: World, step: Step): ReconcilePorts['lease'] {
  return {
    take: (_, owner, now, until) => step('take-lease', () => takeLease(world, owner, now, until)),
    release: (_, owner) => step('release-lease', () => releaseLease(world, owner)),
  };
}
