import type { AccountSettings } from '../../../domain/accounts/account-settings.ts';
import { type AccountId, parseAccountId } from '../../../domain/ids.ts';
import type { ConfigFile, ConfiguredAccount } from './config-file.ts';
import type { GivenOptions } from './config-options.ts';

/**
 * The settings of single accounts in a file; undefined where it has none. What was typed wins: it stands in place of
 * the threshold or the exemptions of every account.
 */
export function configuredAccounts(
  accounts: ConfigFile['accounts'],
  isTyped: GivenOptions['isTyped'],
): ReadonlyMap<AccountId, AccountSettings> | undefined {
  if (accounts === undefined || Array.isArray(accounts)) return undefined;
  const given = Object.entries(accounts).flatMap(([id, account]): [AccountId, AccountSettings][] => {
    const accountId = parseAccountId(id);
    return accountId === undefined ? [] : [[accountId, settingsOf(account, isTyped)]];
  });
  return new Map(given);
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
