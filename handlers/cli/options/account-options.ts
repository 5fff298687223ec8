import type { Command } from 'commander';
import type { AccountId } from '../../../domain/ids.ts';
import type { ListedAccount } from '../../../domain/organization/member-account.ts';
import { parseAnyAccountId } from '../../../domain/provider.ts';
import { readAccountListFile } from '../../../infra/local/account-list-file.ts';
import { InputError } from '../../input-error.ts';
import { nearNames } from '../../near-names.ts';
import { remark } from '../missing.ts';
import type { CommonOptions } from './common-options.ts';

/** Which accounts of the table a command looks at, and what they are called. */
export interface AccountOptions {
  readonly account?: string;
  readonly accountsFile?: string;
}

/** Adds `--account`, whose help says `meaning`, and `--accounts-file`. */
export function addAccountOptions(command: Command, meaning: string): Command {
  return addAccountsFile(command.option('--account <list>', `${meaning}: ids or names, with commas`));
}

/** Adds the option that names accounts. */
export function addAccountsFile(command: Command): Command {
  return command.option('--accounts-file <file>', 'names of accounts: aws organizations list-accounts');
}

/** What the two options say, read. What of the file cannot be read is said. */
export async function accountsOf(options: AccountOptions & CommonOptions): Promise<{
  readonly chosen: readonly AccountId[] | undefined;
  readonly listed: readonly ListedAccount[] | undefined;
}> {
  const { accountsFile } = options;
  const list = accountsFile === undefined ? undefined : await readAccountListFile(accountsFile);
  for (const line of list?.missing ?? []) remark(line, options);
  return { chosen: chosenAccounts(options, list?.value), listed: list?.value };
}

/** The accounts that `--account` names; undefined: all. Throws InputError for a name that none has, or several have. */
function chosenAccounts(
  { account, accountsFile }: AccountOptions,
  listed: readonly ListedAccount[] | undefined,
): readonly AccountId[] | undefined {
  if (account === undefined) return undefined;
  const isOneName = listed?.some(({ name }) => name === account) === true;
  const parts = isOneName ? [account] : account.split(',').map((part) => part.trim());
  return [...new Set(parts.map((part) => accountOf(part, listed, accountsFile)))];
}

function accountOf(text: string, listed: readonly ListedAccount[] | undefined, file: string | undefined): AccountId {
  const accountId = parseAnyAccountId(text) ?? parseAnyAccountId(text.toLowerCase());
  if (accountId !== undefined) return accountId;
  if (listed === undefined) {
    throw new InputError(`--account ${text}: give the 12 digits of an account, or --accounts-file beside its name`);
  }
  const found = listed.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  const [only, another] = found;
  if (only === undefined) {
    const near = nearNames(
      text,
      listed.map(({ name }) => name),
    );
    const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '; give one of its names, or 12 digits';
    throw new InputError(`--account ${text}: ${file} has no account of this name${hint}`);
  }
  if (another === undefined) return only.accountId;
  const ids = found.map((each) => each.accountId).join(', ');
  throw new InputError(`--account ${text}: several accounts have this name: ${ids}; give one of these ids`);
}
