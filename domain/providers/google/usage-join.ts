/** Finds the rows of the usage reports that are a person's. */

import { groupsByKey } from '../../group-by.ts';
import { daysBetween } from '../../time.ts';
import type { LastLogin } from './activity.ts';
import { addressKey, type ListedPerson } from './inventory.ts';
import type { UsageRow } from './usage.ts';

/** A row, and whether it is certainly the person's: then it proves silence too. */
export interface PersonRow extends UsageRow {
  readonly isCertain: boolean;
}

interface Someone {
  readonly listed: ListedPerson;
  readonly activity: LastLogin;
}

/**
 * The rows of each person, by its id. A row without an id, as GAM writes them, goes to whoever has its address now, and
 * an address may have been somebody else's on the day of the report. It is certainly the person's only where it names
 * the login that the directory names too; otherwise it shows use and proves no silence.
 */
export function usageByPerson(
  usage: readonly UsageRow[],
  people: readonly Someone[],
): (person: Someone) => readonly PersonRow[] {
  const byId = groupsByKey(usage, ({ objectId }) => objectId);
  const byAddress = groupsByKey(byId.get(undefined) ?? [], ({ address }) => addressKey(address ?? ''));
  const holders = groupsByKey(people, ({ listed }) => addressKey(listed.userName));
  return (person) => {
    const address = addressKey(person.listed.userName);
    const isOnly = holders.get(address)?.length === 1;
    const named = (byAddress.get(address) ?? []).map((row) => ({ ...row, isCertain: isOnly && isSame(row, person) }));
    const own = (byId.get(person.listed.objectId) ?? []).map((row) => ({ ...row, isCertain: true }));
    return [...own, ...named];
  };
}

/** Two answers about one login differ by hours. */
function isSame({ times }: UsageRow, { activity }: Someone): boolean {
  const login = times.get('accounts:last_login_time');
  return login?.kind === 'at' && activity !== undefined && Math.abs(daysBetween(login.at, activity)) < 1;
}
