import { type AccountSettings, isSkipped } from '../../../../domain/accounts/account-settings.ts';
import { unitText } from '../../../../domain/accounts/inherited-settings.ts';
import type { AccountId } from '../../../../domain/ids.ts';
import type { Instant } from '../../../../domain/time.ts';
import { someWords } from '../../../report/count-words.ts';
import type { SettingsHolders } from './settings-holders.ts';

/** The settings of a file: of accounts, and of units by their paths. */
export interface FileSettings {
  readonly ofAccounts: ReadonlyMap<AccountId, AccountSettings>;
  readonly ofUnits: ReadonlyMap<string, AccountSettings>;
}

/**
 * What of the settings may be a slip of the pen, in words: accounts and units that nobody knows, skips that have ended.
 * Where the table knows no account, or no unit, nothing can be said.
 */
export function doubtfulSettings(
  { ofAccounts, ofUnits }: FileSettings,
  { accounts, inhabited }: Pick<SettingsHolders, 'accounts' | 'inhabited'>,
  now: Instant,
): string[] {
  const strangers = accounts.length === 0 ? [] : [...ofAccounts.keys()].filter((each) => !accounts.includes(each));
  const units = [...ofUnits.keys()].map(unitText);
  const empty = inhabited.size === 0 ? [] : units.filter((unit) => !inhabited.has(unit));
  const named = [...ofAccounts, ...[...ofUnits].map(([unit, each]) => [unitText(unit), each] as const)];
  const ended = named.filter(([, { skip }]) => skip !== undefined && !isSkipped(skip, now)).map(([name]) => name);
  return [
    ...lineOf(strangers, 'the table knows nothing of', 'check the digits'),
    ...lineOf(empty, 'no account is in', 'check the path'),
    ...lineOf(ended, 'the skip has ended, and has no effect, of', 'take it out, or give a later end'),
  ];
}

const lineOf = (names: readonly string[], words: string, todo: string): string[] =>
  names.length === 0 ? [] : [`${words} ${someWords(names)}; ${todo}`];
