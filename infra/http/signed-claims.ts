import { sign } from 'node:crypto';

/** The key of a signature with SHA-256, and for RSA its padding. */
type SigningKey = Parameters<typeof sign>[2];

/**
 * A JSON Web Token: head, claims and a signature over both. Throws where the key cannot sign.
 * Source: https://www.rfc-editor.org/rfc/rfc7515
 */
export function signedClaims(head: object, claims: object, key: SigningKey): string {
  const signed = [head, claims].map(encoded).join('.');
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
