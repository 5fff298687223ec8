import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** SHA-256 in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Canonical JSON (RFC 8785): keys in order, no space, nothing undefined. The same facts are the same bytes. */
export function canonicalText(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('what is not JSON has no canonical text');
  return text;
}

/** The hash of a JSON value; the order of its keys does not matter. */
export const canonicalDigest = (value: object): string => sha256(canonicalText(value));
