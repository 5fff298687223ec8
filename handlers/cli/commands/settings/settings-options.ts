import type { AccountSettings } from '../../../../domain/accounts/account-settings.ts';
import { type AccountId, parseAccountId } from '../../../../domain/ids.ts';
import type { TableOptions } from '../../open-table.ts';
import type { AnswerOptions } from '../../options/common-options.ts';
import type { OrganizationOptions } from '../../options/organization-options.ts';
import type { Output } from '../../output.ts';

/** What `lastseen settings` is told. */
export interface SettingsOptions extends AnswerOptions, TableOptions, OrganizationOptions {
  readonly account?: string;
  readonly yes?: boolean;
  readonly remove?: boolean;
  readonly profile?: string;
  /** The part `accounts` of the config file: its accounts, and its units by their paths. */
  readonly ofAccounts?: ReadonlyMap<AccountId, AccountSettings>;
  readonly ofUnits?: ReadonlyMap<string, AccountSettings>;
}

/** A checked request: its options, and the accounts that were named. */
export interface SettingsCommand {
  readonly options: SettingsOptions;
  readonly chosen: readonly AccountId[] | undefined;
  readonly output: Output<'table' | 'json'>;
}

/** That settings of an account or a unit cannot be shown or changed. */
export const laterVersionWords = (name: string): string =>
  `${parseAccountId(name) === undefined ? name : `account ${name}`}: settings of a later version; install that version`;
