import { type PublicKeys, readPublicKeys } from '../../domain/digests/public-key.ts';
import { InventoryFileError } from './inventory-file-error.ts';
import { readInventoryText } from './inventory-text.ts';
import { jsonValuesOf } from './json-values.ts';

const command = 'aws cloudtrail list-public-keys --start-time TIME --region HOME';

/** The keys of several files, each an answer of ListPublicKeys. Throws InventoryFileError for any other file. */
export async function readPublicKeyFiles(paths: readonly string[]): Promise<PublicKeys> {
  const all = new Map<string, string>();
  for (const path of paths) {
    const answers = (jsonValuesOf(await readInventoryText(path)) ?? [undefined]).map(readPublicKeys);
    for (const keys of answers) {
      if (keys === undefined) {
        throw new InventoryFileError(
          `${path}: not an answer of ListPublicKeys; make it with: ${command} --output json > FILE`,
        );
      }
      for (const [fingerprint, key] of keys) all.set(fingerprint, key);
    }
  }
  return all;
}
