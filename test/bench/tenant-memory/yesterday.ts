/** What the table holds of a large tenant after yesterday's run, as the flow itself judges it. */

import { answered } from '../../../domain/answer.ts';
import type { AccountId } from '../../../domain/ids.ts';
import * as entra from '../../../domain/providers/entra/inventory.ts';
import { newSignInFold } from '../../../domain/providers/entra/sign-in-fold.ts';
import { newActivityFold } from '../../../domain/providers/google/activity-fold.ts';
import * as google from '../../../domain/providers/google/inventory.ts';
import { readUsagePage } from '../../../domain/providers/google/usage.ts';
import { planRun } from '../../../domain/reconcile/run-plan.ts';
import { runEntry } from '../../../domain/sightings/entry.ts';
import { emptyAccount } from '../../../domain/table/stored-account.ts';
import { type Instant, plusDays } from '../../../domain/time.ts';
import { tenantInventory } from '../../../handlers/entra/tenant-inventory.ts';
import { customerInventory } from '../../../handlers/google/gather-customer.ts';
import type { Inventory } from '../../../handlers/scan/read-inventory.ts';
import { assessmentItem } from '../../../infra/aws/dynamodb/assessment-item.ts';
import { headPut } from '../../../infra/aws/dynamodb/history-item.ts';
import * as tenants from './large-tenants.ts';

type Item = Readonly<Record<string, unknown>>;

/** The items of a tenant of Entra ID. */
export function tenantOfYesterday(accountId: AccountId, now: Instant): Item[] {
  const question = { now: plusDays(now, -1), thresholdDays: 90 };
  const lists = [1, 2].map((read) => {
    return { people: entra.readPeople([{ value: tenants.graphUsers(0, read) }])?.people ?? [], madeAt: question.now };
  });
  const reads = { accountId, lists, readById: new Set<string>(), signIns: newSignInFold(), missing: [] };
  return itemsOf(accountId, tenantInventory(reads, emptyAccount(accountId), question), question.now);
}

/** The items of a customer of Google Workspace. */
export function customerOfYesterday(accountId: AccountId, now: Instant): Item[] {
  const question = { now: plusDays(now, -1), thresholdDays: 90 };
  const lists = [1, 2].map((read) => {
    return {
      people: google.readPeople([{ users: tenants.directoryUsers(0, read) }])?.people ?? [],
      madeAt: question.now,
    };
  });
  const usageReports = tenants.usageOf(plusDays(now, -3).slice(0, 10), 0);
  const usage = readUsagePage({ kind: 'admin#reports#usageReports', usageReports })?.rows ?? [];
  const reads = { accountId, lists, readById: new Set<string>(), usage, activities: newActivityFold() };
  const inventory = customerInventory({ ...reads, failed: new Map(), missing: [] }, emptyAccount(accountId), question);
  return itemsOf(accountId, inventory, question.now);
}

function itemsOf(accountId: AccountId, { users, missing }: Inventory, now: Instant): Item[] {
  const owner = { accountId, stackName: 'bench', tableName: 'lastseen' };
  const noAlarms = { alarmCap: 0, alarmActions: [], reportUrl: undefined };
  const watch = { proven: [], enabled: [], health: { kind: 'known', regions: new Map() }, missing: [] } as const;
  const facts = { stored: emptyAccount(accountId), pending: undefined, inventory: { users, missing }, watch };
  const question = { now, thresholdDays: 90 };
  const plan = planRun({ ...facts, alarms: answered([]) }, { ...owner, ...noAlarms, question, exemptions: [] });
  const { verdicts, begin } = plan.judgement;
  const head = begin === undefined ? [] : [headPut(accountId, undefined, begin).Item ?? {}];
  const items = verdicts.flatMap((write): Item[] => {
    if (write.kind === 'assessment') return [assessmentItem(write)];
    return write.kind === 'run' ? [{ accountId, entry: runEntry, run: write.run }] : [];
  });
  return [...items, ...head];
}
