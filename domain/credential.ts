import { type AccessKeyId, type Brand, parseAccessKeyId } from './ids.ts';

/**
 * Which credential of a user. CloudTrail gives the id of an access key and the origin of a session. The credential
 * report has no ids, only columns. `other` is an id of another kind, or a text that a later version wrote.
 */
export type CredentialName =
  | { readonly kind: 'key'; readonly id: AccessKeyId }
  | { readonly kind: 'key-slot' | 'certificate-slot'; readonly slot: 1 | 2 }
  | { readonly kind: 'password' }
  /** A session of the console, sign-in included. */
  | { readonly kind: 'console' }
  /** GetFederationToken. */
  | { readonly kind: 'federation' }
  /** Temporary credentials. The record does not say whether they are of a console session or GetSessionToken. */
  | { readonly kind: 'session' }
  /** A sign-in to Entra ID or Google. */
  | { readonly kind: 'sign-in' }
  /** A token that an app holds of a user of Google: it needs no sign-in. */
  | { readonly kind: 'app-access' }
  /** An authentication of a service account of Google Cloud. */
  | { readonly kind: 'authentication' }
  | { readonly kind: 'other'; readonly id: string };

/**
 * The credential of a sighting, as the table and JSON write it. It is text so that it can be the key of a map and a
 * record costs no extra object. A text that this version does not know is kept unchanged.
 */
export type CredentialUsed =
  | 'console'
  | 'federation'
  | 'session'
  | 'sign-in'
  | 'app-access'
  | AccessKeyId
  | Brand<string, 'OtherCredential'>;

const fixed = new Map<string, CredentialName>([
  ['password', { kind: 'password' }],
  ['console', { kind: 'console' }],
  ['federation', { kind: 'federation' }],
  ['session', { kind: 'session' }],
  ['sign-in', { kind: 'sign-in' }],
  ['app-access', { kind: 'app-access' }],
  ['authentication', { kind: 'authentication' }],
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
    case 'sign-in':
    case 'app-access':
    case 'authentication':
      return name.kind;
    default:
      return name satisfies never;
  }
}

/** Whether it is the id of a long-term access key. */
export function isAccessKey(text: string): text is AccessKeyId {
  return parseAccessKeyId(text) !== undefined;
}

/** The credential of a record's `accessKeyId`; undefined where there is no id, or it is not a user's. */
export function credentialOfKey(accessKeyId: string | undefined): 'session' | AccessKeyId | undefined {
  return accessKeyId?.startsWith('ASIA') ? 'session' : parseAccessKeyId(accessKeyId);
}

/** Accepts every text: a text that this version does not know is kept unchanged. */
export const isCredentialUsed = (stored: unknown): stored is CredentialUsed => typeof stored === 'string';
