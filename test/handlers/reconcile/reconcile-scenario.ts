import { answered } from '../../../domain/answer.ts';
import { parseUserId } from '../../../domain/ids.ts';
import type { GatheredInventory } from '../../../domain/inventory/gathered-inventory.ts';
import type { ListedUser } from '../../../domain/inventory/listed-user.ts';
import { readReportRow } from '../../../domain/inventory/report-row.ts';
import { type Instant, plusDays } from '../../../domain/time.ts';
import {
  type ReconcileOutcome,
  type ReconcileRequest,
  reconcileAccount,
} from '../../../handlers/reconcile/reconcile.ts';
import { account, daysAgo, listedUser, now, reportRow } from '../../domain/builders.ts';
import { portsOf, type World } from '../../fakes/reconcile-world.ts';

/** One user of a day: when its password was last used, and whether a tag exempts it. */
export interface Person {
  readonly name: string;
  readonly used: Instant | undefined;
  readonly exempt?: boolean;
}

export const person = (name: string, daysSince: number | undefined, exempt = false): Person => ({
  name,
  used: daysSince === undefined ? undefined : daysAgo(daysSince),
  exempt,
});

export function listed({ name, exempt }: Person): ListedUser {
  const hex = Buffer.from(name).toString('hex').toUpperCase().padStart(16, '0');
  const userId = parseUserId(`AIDA${hex}`);
  if (userId === undefined) throw new Error(`no id for ${name}`);
  const tags = exempt ? [{ key: 'lastseen:exempt', value: 'yes' }] : [];
  return listedUser({ userName: name, userId, arn: arnOf(name), tags });
}

const arnOf = (name: string) => `arn:aws:iam::123456789012:user/${name}`;

export function reported({ name, used }: Person) {
  const noKey = Object.fromEntries(
    ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map((part) => [
      `access_key_1_${part}`,
      part === 'active' ? 'false' : 'N/A',
    ]),
  );
  const reading = readReportRow(
    reportRow({ ...noKey, user: name, arn: arnOf(name), password_last_used: used ?? 'no_information' }),
  );
  if (reading.kind !== 'user') throw new Error(`no row for ${name}`);
  return reading.user;
}

/** What IAM answers of these people where nothing fails. */
export function inventoryOf(
  people: readonly Person[],
  changes: Partial<GatheredInventory> = {},
  at: Instant = now,
): GatheredInventory {
  const whole = { users: people.map(listed), failure: undefined };
  return {
    report: answered({ users: people.map(reported), roots: [], generatedAt: at, newestEntry: undefined }),
    details: whole,
    list: whole,
    serviceCredentials: { listed: [], failure: undefined },
    ...changes,
  };
}

export function requestOf(changes: Partial<ReconcileRequest> = {}): ReconcileRequest {
  return {
    accountId: account(),
    question: { now, thresholdDays: 90 },
    exemptions: [{ kind: 'tag', key: 'lastseen:exempt', value: undefined }],
    regions: [],
    alarmCap: 50,
    runId: 'run-1',
    stackName: 'lastseen-prod',
    tableName: 'lastseen',
    reportUrl: undefined,
    alarmActions: ['arn:aws:sns:eu-west-1:123456789012:topic'],
    acceptShrunkInventory: false,
    keepsUnusedUsers: false,
    hasTimeToAsk: () => true,
    hasTimeForServices: () => true,
    ...changes,
  };
}

/** The daily job against a world, so many days after `now`. */
export function runDay(world: World, day: number, changes: Partial<ReconcileRequest> = {}): Promise<ReconcileOutcome> {
  const question = { now: plusDays(now, day), thresholdDays: 90 };
  return reconcileAccount(requestOf({ question, runId: `day-${day}`, ...changes }), portsOf(world));
}

/** The metrics that the stack's own alarms look at, in order. */
export const metricsOf = ({ metrics }: World) =>
  metrics.filter(({ dimensions }) => 'Stack' in dimensions).map(({ name, value }) => [name, value] as const);

/** The state of each user in the table. */
export function statesIn(world: World): Record<string, string> {
  return Object.fromEntries([...world.table.assessments.values()].map(({ user, state }) => [user.userName, state]));
}
