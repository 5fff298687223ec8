import { type AccessKeyId, type Brand, parseAccessKeyId } from './ids.ts';

/**
 * Which credential of a user. CloudTrail names access keys by their ids and sessions by their origin; the credential
 * report has no ids and names its columns. `other` is an id of another kind, or what a later version may write.
 */
export type CredentialName =
  | { readonly kind: 'key'; readonly id: AccessKeyId }
  | { readonly kind: 'key-slot' | 'certificate-slot'; readonly slot: 1 | 2 }
  | { readonly kind: 'password' }
  /** A session of the console, sign-in included. */
  | { readonly kind: 'console' }
  /** GetFederationToken. */
  | { readonly kind: 'federation' }
  /** Temporary credentials whose origin the record does not tell: a console session or GetSessionToken. */
  | { readonly kind: 'session' }
  | { readonly kind: 'other'; readonly id: string };

/**
 * Through which credential a user was seen, as the table and JSON write it: text, so that it can be the key of a map
 * and a record costs no object. What this version does not know is kept as it is.
 */
export type CredentialUsed = 'console' | 'federation' | 'session' | AccessKeyId | Brand<string, 'OtherCredential'>;

const fixed = new Map<string, CredentialName>([
  ['password', { kind: 'password' }],
  ['console', { kind: 'console' }],
  ['federation', { kind: 'federation' }],
  ['session', { kind: 'session' }],
  ['access_key_1', { kind: 'key-slot', slot: 1 }],
  ['access_key_2', { kind: 'key-slot', slot: 2 }],
  ['cert_1', { kind: 'certificate-slot', slot: 1 }],
  ['cert_2', { kind: 'certificate-slot', slot: 2 }],
]);

/** Reads the text of the table, of JSON or of an inventory. */
export function readCredential(text: string): CredentialName {
  const known = fixed.get(text);
  if (known !== undefined) return known;
  const id = parseAccessKeyId(text);
  return id === undefined ? { kind: 'other', id: text } : { kind: 'key', id };
}

/** The text of a credential, in the table and in JSON: the inverse of `readCredential`. */
export function credentialText(name: CredentialName): string {
  switch (name.kind) {
    case 'key':
    case 'other':
      return name.id;
    case 'key-slot':
      return `access_key_${name.slot}`;
    case 'certificate-slot':
      return `cert_${name.slot}`;
    case 'password':
    case 'console':
    case 'federation':
    case 'session':
      return name.kind;
    default:
      return name satisfies never;
  }
}

/** Whether it is the id of a long-term access key. */
export function isAccessKey(text: string): text is AccessKeyId {
  return parseAccessKeyId(text) !== undefined;
}

/** What a record's `accessKeyId` says of the credential; undefined where there is none, or none of a user's. */
export function credentialOfKey(accessKeyId: string | undefined): 'session' | AccessKeyId | undefined {
  return accessKeyId?.startsWith('ASIA') ? 'session' : parseAccessKeyId(accessKeyId);
}

/** Every text is one: what this version does not know stays what it is. */
export const isCredentialUsed = (stored: unknown): stored is CredentialUsed => typeof stored === 'string';
