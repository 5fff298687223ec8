import { createPrivateKey, type KeyObject } from 'node:crypto';
import { isJsonObject, parsedText, textAt } from '../../domain/json.ts';

/** The key of a service account, by which it signs. It stays in memory and is never shown. */
export interface ServiceAccountKey {
  readonly email: string;
  readonly keyId: string;
  /** The number by which an administrator delegates to the account; undefined where the file does not say it. */
  readonly clientId: string | undefined;
  readonly privateKey: KeyObject;
}

/**
 * Reads the JSON file of a key as Google Cloud gives it, or says what is wrong with it, in words that quote nothing.
 * Source: https://cloud.google.com/iam/docs/keys-create-delete
 */
export function readServiceAccountKey(text: string): ServiceAccountKey | string {
  const file = parsedText(text);
  if (!isJsonObject(file)) return 'is no JSON';
  if (file['type'] !== 'service_account') return 'is no key of a service account: its "type" is another';
  const email = textAt(file, 'client_email', longest);
  const keyId = textAt(file, 'private_key_id', longest);
  const pem = textAt(file, 'private_key');
  if (email === undefined || keyId === undefined || pem === undefined) {
    return 'lacks client_email, private_key_id or private_key';
  }
  const privateKey = keyOf(pem);
  if (privateKey === undefined) return 'has a private_key that cannot be read';
  return { email, keyId, clientId: textAt(file, 'client_id', longest), privateKey };
}

/** No name in a key file is longer. */
const longest = 256;

function keyOf(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}
