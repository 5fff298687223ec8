import type { AccountSettings } from '../../../domain/accounts/account-settings.ts';
import { parseUnit } from '../../../domain/accounts/inherited-settings.ts';
import { type AccountId, parseAccountId } from '../../../domain/ids.ts';
import type { ConfigFile, ConfiguredAccount } from './config-file.ts';
import type { GivenOptions } from './config-options.ts';

/** Settings of a file: of single accounts, and of organizational units by their paths. */
export interface ConfiguredHolders {
  readonly ofAccounts: ReadonlyMap<AccountId, AccountSettings> | undefined;
  readonly ofUnits: ReadonlyMap<string, AccountSettings> | undefined;
}

/**
 * The settings of accounts and units in a file; undefined where it has none. What was typed wins: it stands in place of
 * the threshold or the exemptions of every account.
 */
export function configuredAccounts(
  accounts: ConfigFile['accounts'],
  isTyped: GivenOptions['isTyped'],
): ConfiguredHolders {
  if (accounts === undefined || Array.isArray(accounts)) return { ofAccounts: undefined, ofUnits: undefined };
  const given = Object.entries(accounts).map(([name, account]) => ({ name, settings: settingsOf(account, isTyped) }));
  const known = <K>(parse: (name: string) => K | undefined): ReadonlyMap<K, AccountSettings> =>
    new Map(
      given.flatMap(({ name, settings }): [K, AccountSettings][] => {
        const holder = parse(name);
        return holder === undefined ? [] : [[holder, settings]];
      }),
    );
  const ofUnits = known(parseUnit);
  return { ofAccounts: known(parseAccountId), ofUnits: ofUnits.size === 0 ? undefined : ofUnits };
}

function settingsOf(
  { threshold: thresholdDays, exemptions, owner, skip }: ConfiguredAccount,
  isTyped: GivenOptions['isTyped'],
): AccountSettings {
  return {
    ...(thresholdDays !== undefined && !isTyped('threshold') && !isTyped('preset') && { thresholdDays }),
    ...(exemptions !== undefined && !isTyped('exempt') && { exemptions }),
    ...(owner !== undefined && { owner }),
    ...(skip !== undefined && { skip }),
  };
}
