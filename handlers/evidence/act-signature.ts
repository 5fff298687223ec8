/** Signatures of records, checked with the public key alone. */

import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { isJsonObject, parsedText } from '../../domain/json.ts';
import type { OpenedAct } from './act-file.ts';

/**
 * Reads a public key for P-256: a PEM file, the answer of `aws kms get-public-key`, or the bytes in DER. Undefined
 * for anything else.
 */
export function readPublicKey(file: Buffer): KeyObject | undefined {
  try {
    const key = keyIn(file);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
  } catch {
    return undefined;
  }
}

function keyIn(file: Buffer): KeyObject {
  const text = file.toString('utf8');
  if (text.includes('-----BEGIN')) return createPublicKey(text);
  const answer = parsedText(text);
  const der = isJsonObject(answer) ? Buffer.from(String(answer['PublicKey']), 'base64') : file;
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

/** Whether one of the keys made the signature of a record. */
export function isSignedBy(keys: readonly KeyObject[], { signature, signedText }: OpenedAct): boolean {
  if (signature === undefined) return false;
  const bytes = Buffer.from(signature.value, 'base64');
  // Base64 has unused bits at its end: another text of the same bytes is a changed record.
  if (bytes.toString('base64') !== signature.value) return false;
  return keys.some((key) => verify('sha256', Buffer.from(signedText), key, bytes));
}
