import type { GatheredListing } from '../domain/gathered-inventory.ts';
import type { IamUser } from '../domain/iam-user.ts';
import type { AccountId } from '../domain/ids.ts';
import { joinInventory } from '../domain/inventory.ts';
import { permissionWords } from '../domain/missing-permission.ts';
import { gapWords } from '../domain/reason.ts';
import type { ChosenRegions } from '../domain/region-choice.ts';
import type { StoredAccount } from '../domain/stored-account.ts';
import { planFresherAssessments } from '../domain/table-write.ts';
import type { Question } from '../domain/verdict.ts';
import type { LastSeenTable } from '../infra/last-seen-table.ts';
import { applyWrites } from './apply-writes.ts';
import { type Backfilled, type BackfillPorts, backfill } from './backfill.ts';
import { pagesAtMost } from './live-scan.ts';

/**
 * Backfills a whole account: of every user that IAM lists, and where it does not list them all, of those that the table remembers
 * too. Afterwards nobody who was found stays unused in the table. Throws where the table fails.
 */
export async function backfillAccount(
  request: { readonly accountId: AccountId; readonly chosen: ChosenRegions; readonly question: Question },
  list: GatheredListing | undefined,
  ports: BackfillPorts & { readonly table: LastSeenTable },
): Promise<Backfilled> {
  const { accountId, chosen, question } = request;
  const users = knownUsers(list, await ports.table.readAccount(accountId), question);
  const filled = await backfill({ accountId, users, regions: chosen.regions, question, pages: pagesAtMost }, ports);
  const fresher = planFresherAssessments(await ports.table.readAccount(accountId), question);
  const writes = filled.writes + (await applyWrites(fresher, ports.table));
  return { ...filled, writes, missing: [...chosen.missing, ...failureOf(list), ...filled.missing] };
}

function knownUsers(list: GatheredListing | undefined, stored: StoredAccount, { now }: Question): IamUser[] {
  const listed = joinInventory({ report: undefined, details: undefined, list: list?.users ?? [] }, now);
  if (list !== undefined && list.failure === undefined) return listed;
  const ids = new Set(listed.map(({ userId }) => userId));
  const remembered = [...stored.assessments.values()].map(({ user }) => user);
  return [...listed, ...remembered.filter(({ userId }) => !ids.has(userId))];
}

function failureOf(list: GatheredListing | undefined): string[] {
  const why = list?.failure;
  if (why === undefined) return [];
  return [`${gapWords({ kind: 'source-failed', source: 'list-users', why })}${permissionWords('list-users', why)}`];
}
