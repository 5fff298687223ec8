import { pagesAtMost } from '../../domain/backfill/backfill-plan.ts';
import type { AccountId } from '../../domain/ids.ts';
import { gapWords } from '../../domain/inventory/gap-words.ts';
import { failedSource, type GatheredListing } from '../../domain/inventory/gathered-inventory.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import { joinInventory } from '../../domain/inventory/join-inventory.ts';
import { permissionWords } from '../../domain/inventory/missing-permission.ts';
import type { Question } from '../../domain/question.ts';
import { fresherVerdicts } from '../../domain/reconcile/fresher-assessments.ts';
import type { ChosenRegions } from '../../domain/settings/region-choice.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import { writeCorrections } from '../write-judgement.ts';
import { type Backfilled, backfill } from './backfill.ts';
import type { BackfillPorts } from './backfill-ports.ts';

/**
 * Backfills a whole account: all users that IAM lists and, if the list is incomplete, also those in the table.
 * Afterwards no user with a fresh sighting is unused in the table. Throws where the table fails.
 */
export async function backfillAccount(
  request: { readonly accountId: AccountId; readonly chosen: ChosenRegions; readonly question: Question },
  list: GatheredListing | undefined,
  ports: BackfillPorts,
): Promise<Backfilled> {
  const { accountId, chosen, question } = request;
  const users = knownUsers(list, await ports.table.readAccount(accountId), question);
  const filled = await backfill({ accountId, users, regions: chosen.regions, question, pages: pagesAtMost }, ports);
  const fresher = fresherVerdicts(await ports.table.readAccount(accountId), question);
  const corrected = await writeCorrections(fresher, true, ports.table);
  return {
    ...filled,
    writes: filled.writes + corrected.writes,
    missing: [...chosen.missing, ...failureOf(list), ...filled.missing],
  };
}

function knownUsers(list: GatheredListing | undefined, stored: StoredAccount, { now }: Question): IamUser[] {
  const listed = joinInventory({ reports: [], details: undefined, list: list?.users ?? [] }, now);
  if (list !== undefined && list.failure === undefined) return listed;
  const ids = new Set(listed.map(({ userId }) => userId));
  const remembered = [...stored.assessments.values()].map(({ user }) => user);
  return [...listed, ...remembered.filter(({ userId }) => !ids.has(userId))];
}

function failureOf(list: GatheredListing | undefined): string[] {
  const failure = list?.failure;
  if (failure === undefined) return [];
  const words = gapWords(failedSource({ source: 'list-users', failure }));
  return [`${words}${permissionWords('list-users', failure)}`];
}
