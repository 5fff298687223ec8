import { createPublicKey, type KeyObject, verify } from 'node:crypto';

const parsed = new Map<string, KeyObject | undefined>();

/**
 * Whether a signature in hex is that of a text, by RSA PKCS #1 v1.5 with SHA-256. The key is base64 of a PKCS #1 key in
 * DER, as `ListPublicKeys` has it. A key or signature of another form verifies nothing.
 */
export function verifySignature(key: string, text: string, signature: string): boolean {
  const publicKey = publicKeyOf(key);
  if (publicKey === undefined || !/^(?:[0-9a-f]{2})+$/i.test(signature)) return false;
  return verify('RSA-SHA256', Buffer.from(text, 'utf8'), publicKey, Buffer.from(signature, 'hex'));
}

function publicKeyOf(key: string): KeyObject | undefined {
  if (!parsed.has(key)) parsed.set(key, parseKey(key));
  return parsed.get(key);
}

function parseKey(key: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs1' });
  } catch {
    return undefined;
  }
}
