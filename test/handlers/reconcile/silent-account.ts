import { type Answer, answered } from '../../../domain/answer.ts';
import { foldRecord, newRecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import type { GatheredInventory } from '../../../domain/inventory/gathered-inventory.ts';
import type { ListedUser } from '../../../domain/inventory/listed-user.ts';
import { type ReportRow, readReportRow } from '../../../domain/inventory/report-row.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { ServicesAccessed } from '../../../domain/services/services-accessed.ts';
import type { Entry } from '../../../domain/sightings/entry.ts';
import { compactLastSeen } from '../../../domain/sightings/last-seen.ts';
import { explain } from '../../../domain/verdict/explanation.ts';
import { reconcileAccount } from '../../../handlers/reconcile/reconcile.ts';
import {
  accessKey,
  account,
  daysAgo,
  listedUser,
  notTracked,
  now,
  record,
  region,
  reportRow,
} from '../../domain/builders.ts';
import { portsOf, type World, worldOf } from '../../fakes/reconcile-world.ts';
import { requestOf } from './reconcile-scenario.ts';

/** The enabled Regions of the account: the stack's own, and one that forwards to it. */
export const regions = [region('eu-west-1'), region('us-east-1')] as const;

/**
 * How an account differs from the usual one: alice was silent for 200 days, and every day of the window was watched.
 */
export interface Difference {
  /** Records that came through the pipeline with the daily proofs. */
  readonly records?: readonly JsonObject[];
  /** Days ago on which nothing came from a Region. */
  readonly lost?: (name: string, daysAgo: number) => boolean;
  /** What the daily proof looks like. */
  readonly proof?: JsonObject;
  readonly row?: ReportRow;
  readonly listed?: Partial<ListedUser>;
  readonly inventory?: Partial<GatheredInventory>;
  /** What IAM answers about the services of alice; undefined where nobody asks. */
  readonly services?: Answer<ServicesAccessed>;
  readonly thresholdDays?: number;
  readonly change?: (world: World) => unknown;
}

/** Alice's verdict, by the daily job over all that reached it. */
export async function verdictOn(difference: Difference) {
  const world = worldWith(difference);
  const question = { now, thresholdDays: difference.thresholdDays ?? 90 };
  const outcome = await reconcileAccount(requestOf({ question }), portsOf(world));
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  const { assessments, run } = outcome.plan.reconciliation;
  const [assessment] = assessments.values();
  if (assessment === undefined) throw new Error('nobody was judged');
  const { state, corroborated } = assessment;
  return { state, corroborated, reason: explain(assessment, run), plan: outcome.plan };
}

function worldWith({ row, listed, inventory, services, change, ...logs }: Difference): World {
  const reading = readReportRow(reportRow(row));
  if (reading.kind !== 'user') throw new Error('no row of a user');
  const whole = { users: [listedUser(listed)], failure: undefined };
  const world = worldOf({
    report: answered({ users: [reading.user], roots: [], generatedAt: now, newestEntry: undefined }),
    details: whole,
    list: whole,
    serviceCredentials: { listed: [], failure: undefined },
    ...inventory,
  });
  world.enabled = answered(regions);
  world.table.seen = seenIn(recordsOf(logs));
  world.services = services && (() => services);
  change?.(world);
  return world;
}

/** What the table holds after these records. */
export function seenIn(records: readonly JsonObject[]): World['table']['seen'] {
  const fold = newRecordFold();
  for (const each of records) foldRecord(fold, each, now);
  const lastSeen = [...(fold.lastSeen.get(account()) ?? [])].map(
    ([entry, seen]) => [entry, compactLastSeen(seen)] as const,
  );
  return {
    lastSeen: new Map<Entry, (typeof lastSeen)[number][1]>(lastSeen),
    watches: fold.watches.get(account()) ?? new Map(),
  };
}

/** The proof of each Region on each day, and the other records. */
export function recordsOf({ records = [], lost = () => false, proof = {} }: Difference): JsonObject[] {
  const days = Array.from({ length: 101 }, (_, day) => day);
  const proofs = regions.flatMap((name) =>
    days
      .filter((day) => !lost(name, day))
      .map((day) => record({ ...proofCall, eventTime: daysAgo(day, -60), awsRegion: name, ...proof })),
  );
  return [...proofs, ...records];
}

const proofCall = {
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROARECONCILE0000001:reconcile',
    arn: 'arn:aws:sts::123456789012:assumed-role/reconcile/reconcile',
    accountId: '123456789012',
  },
  eventSource: 'sts.amazonaws.com',
  eventName: 'GetCallerIdentity',
  readOnly: true,
};

/** The reason of the silent alice. */
export const unused200 = /^last seen 199 days ago by the credential report, key 1/;

/** A credential whose use IAM records nowhere. */
export const withGitCredential = (createdDaysAgo = 300) => ({
  inventory: {
    serviceCredentials: {
      listed: [
        {
          userName: 'alice',
          credential: {
            ...accessKey({ lastUse: notTracked, createdAt: daysAgo(createdDaysAgo) }),
            kind: 'service-specific-credential' as const,
            service: 'codecommit.amazonaws.com',
            id: 'ACCAALICE',
          },
        },
      ],
      failure: undefined,
    },
  },
});
