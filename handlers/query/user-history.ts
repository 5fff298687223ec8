import type { ChangeRecord } from '../../domain/history/change-record.ts';
import { changesByUser } from '../../domain/history/user-changes.ts';
import type { AccountId } from '../../domain/ids.ts';
import { matchCreation } from '../../domain/inventory/iam-user.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';
import { type HistoryReport, historyReport, type KnownActs, type UserHistory } from '../report/history-report.ts';
import { accountsToRead, severalWords } from './accounts-to-read.ts';
import { isCalled, nearHint } from './show-user.ts';

/** Reads the records of acts of an account. */
export type ReadActs = (accountId: AccountId) => Promise<KnownActs>;

type HistoryTable = Pick<LastSeenTable, 'accounts' | 'readAccount' | 'readHistory' | 'changes'>;

/**
 * Finds a user by name, unique id or ARN, also one who is gone, and answers its history. A user of the latest inventory
 * is preferred to one who had the name before. Throws InputError where it is nobody or several.
 */
export async function userHistory(
  table: HistoryTable,
  who: string,
  chosen: readonly AccountId[] | undefined,
  readActs: ReadActs,
): Promise<HistoryReport> {
  const all: UserHistory[] = [];
  for (const accountId of await accountsToRead(table, chosen)) {
    all.push(...(await usersOf(table, accountId, readActs)));
  }
  const found = all.filter((user) => wasCalled(user, who));
  const present = found.filter(({ assessment }) => assessment !== undefined);
  const [only, ...others] = present.length > 0 ? present : found;
  if (only === undefined) {
    throw new InputError(`the table has no user ${who}; ${nearHint(who, all.flatMap(namesOf))}`);
  }
  if (others.length > 0) {
    throw new InputError(severalWords(who, [only, ...others].map(nameOf)));
  }
  return historyReport(
    only,
    found.filter((one) => one !== only),
  );
}

/** Every user of the latest inventory or of the history. */
async function usersOf(table: HistoryTable, accountId: AccountId, readActs: ReadActs): Promise<UserHistory[]> {
  const stored = await table.readAccount(accountId);
  const { changes, unreadable } = await table.changes(accountId);
  const users = changesByUser(changes);
  const known = await readActs(accountId);
  const common = { accountId, run: stored.run, beginsAt: stored.history?.beginsAt, unreadable, known };
  const present = [...stored.assessments.values()].map((assessment) => {
    const own = users.find(([{ detail }]) => isOf(assessment, detail)) ?? [];
    return { ...common, assessment, changes: own };
  });
  const claimed = new Set(present.map((user) => user.changes));
  const gone = users
    .filter((user) => !claimed.has(user))
    .map((user) => ({ ...common, assessment: undefined, changes: user }));
  return [...present, ...gone];
}

function isOf({ user }: Assessment, { userId, userName, createdAt }: ChangeRecord['detail']): boolean {
  if (userId !== null && user.userId !== undefined) return userId === user.userId;
  const isOneName = userName.toLowerCase() === user.userName.toLowerCase();
  return isOneName && matchCreation(user, { createdAt: createdAt ?? undefined }) === 'same';
}

function wasCalled({ assessment, changes }: UserHistory, who: string): boolean {
  const user = assessment?.user;
  if (user !== undefined && isCalled(who, user.userName, user.userId, user.arn)) return true;
  return changes.some(({ detail }) => isCalled(who, detail.userName, detail.userId ?? undefined, detail.arn));
}

const namesOf = ({ assessment, changes }: UserHistory): string[] => [
  ...(assessment === undefined ? [] : [assessment.user.userName]),
  ...changes.map(({ detail }) => detail.userName),
];

function nameOf({ accountId, assessment, changes }: UserHistory): string {
  return `${accountId} ${assessment?.user.userId ?? changes[0]?.detail.userId ?? ''}`.trim();
}
