import { readSshKeys, type SshKeyListing } from '../../domain/inventory/ssh-keys.ts';
import { InventoryFileError } from './inventory-file-error.ts';
import { readInventoryText } from './inventory-text.ts';
import { jsonValuesOf } from './json-values.ts';

/**
 * Reads the answer of `aws iam list-ssh-public-keys` about one user. Throws InventoryFileError where it is something
 * else.
 */
export async function readSshKeyFile(path: string, userName: string): Promise<SshKeyListing> {
  const pages = jsonValuesOf(await readInventoryText(path))?.flat();
  const listing = pages === undefined ? undefined : readSshKeys(pages);
  if (listing === undefined) {
    const how = `aws iam list-ssh-public-keys --user-name ${userName} --output json > FILE`;
    throw new InventoryFileError(`${path}: not a list of SSH keys; make it with: ${how}`);
  }
  const stranger = listing.userNames.find((name) => name.toLowerCase() !== userName.toLowerCase());
  if (stranger !== undefined)
    throw new InventoryFileError(`${path}: lists SSH keys of ${stranger}, not of ${userName}`);
  return listing;
}
