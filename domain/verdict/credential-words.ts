import { type CredentialName, readCredential } from '../credential.ts';
import { kindNames } from '../inventory/gap-words.ts';
import type { CredentialKind } from '../inventory/iam-user.ts';
import type { CredentialSighting } from '../sightings/sighting.ts';

/** A credential in words, by CloudTrail's name of it or by the report's column. */
export function credentialNameWords(name: CredentialName): string {
  switch (name.kind) {
    case 'key':
    case 'other':
      return `${kindNames['access-key']} ${name.id}`;
    case 'key-slot':
      return `${kindNames['access-key']} ${name.slot}`;
    case 'certificate-slot':
      return `${kindNames['signing-certificate']} ${name.slot}`;
    case 'password':
      return kindNames.password;
    case 'console':
      return 'console session';
    case 'session':
      return 'temporary credentials';
    case 'federation':
      return 'federation token';
    case 'sign-in':
    case 'app-access':
    case 'authentication':
      return kindNames[name.kind];
    default:
      return name satisfies never;
  }
}

/** A credential of the inventory in words: `password`, `key 1`, `SSH key APKA...`. */
export function credentialWords(kind: CredentialKind, id: string): string {
  if (isOnlyOne(kind)) return kindNames[kind];
  const name = readCredential(id);
  const isSlot = name.kind === 'key-slot' || name.kind === 'certificate-slot';
  return `${kindNames[kind]} ${isSlot ? name.slot : id}`;
}

/** Of these a user has one at most, so it needs no id. */
const isOnlyOne = (kind: CredentialKind): boolean => onlyOnes.has(kind);

const onlyOnes = new Set<CredentialKind>([
  'password',
  'sign-in',
  'app-access',
  'on-premises-account',
  'authentication',
]);

/** `s3 ListBuckets from eu-west-1`; undefined where the event has no name. */
export function callWords(sighting: CredentialSighting | undefined): string | undefined {
  if (sighting?.eventName === undefined) return undefined;
  const service = sighting.eventSource?.replace(/\.amazonaws\.com$/, '');
  const region = sighting.region === undefined ? '' : ` from ${sighting.region}`;
  return `${service === undefined ? '' : `${service} `}${sighting.eventName}${region}`;
}
