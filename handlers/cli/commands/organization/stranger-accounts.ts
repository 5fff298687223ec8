import type { AccountSettings } from '../../../../domain/accounts/account-settings.ts';
import type { AccountId } from '../../../../domain/ids.ts';
import type { MemberAccount } from '../../../../domain/organization/member-account.ts';
import { someWords } from '../../../report/count-words.ts';
import { remark } from '../../missing.ts';
import type { CommonOptions } from '../../options/common-options.ts';

/** Says which accounts of the config file the organization does not have: a digit may be wrong. */
export function remarkStrangers(
  ofAccounts: ReadonlyMap<AccountId, AccountSettings> | undefined,
  listed: readonly Pick<MemberAccount, 'accountId'>[],
  options: CommonOptions,
): void {
  const known = new Set(listed.map(({ accountId }) => accountId));
  const strangers = [...(ofAccounts?.keys() ?? [])].filter((accountId) => !known.has(accountId));
  if (strangers.length === 0) return;
  const file = options.config ?? 'lastseen.yml';
  remark(`${file}: not in the organization, so without effect: ${someWords(strangers)}`, options);
}
