import { readAccountList } from '../../domain/organization/account-list.ts';
import type { ListedAccount } from '../../domain/organization/member-account.ts';
import type { FromFile } from './credential-report-files.ts';
import { InventoryFileError } from './inventory-file-error.ts';
import { readInventoryText } from './inventory-text.ts';
import { jsonValuesOf } from './json-values.ts';

/**
 * Reads the accounts of an organization, in one or more pages. Throws InventoryFileError where the file is something
 * else.
 */
export async function readAccountListFile(path: string): Promise<FromFile<readonly ListedAccount[]>> {
  const pages = jsonValuesOf(await readInventoryText(path))?.flat();
  const list = pages === undefined ? undefined : readAccountList(pages);
  if (list === undefined) {
    const how = 'make it with: aws organizations list-accounts --output json > FILE';
    throw new InventoryFileError(`${path}: not a list of accounts; ${how}`);
  }
  const missing = list.malformed.map((problem) => `${path}: ${problem}`);
  if (list.truncated) missing.push(`${path}: more pages of accounts follow and were not given`);
  return { value: list.accounts, missing };
}
