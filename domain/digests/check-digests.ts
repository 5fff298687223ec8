/** Checks the digests of any number of chains by their signatures. */

import { type Digest, type NamedObject, type PreviousDigest, signedText } from './digest.ts';
import { liesAt, type Place } from './place.ts';
import type { PublicKeys } from './public-key.ts';

/** A digest as it was found. `signature` is that of the object's metadata; local copies have none. */
export interface FoundDigest {
  readonly digest: Digest;
  readonly place: Place;
  /** SHA-256 of the inflated bytes, hex. */
  readonly contentHash: string;
  readonly signature: string | undefined;
}

/** Verifies a signature in hex, RSA PKCS #1 v1.5 with SHA-256; `key` is base64 of a PKCS #1 key in DER. */
export type VerifySignature = (key: string, text: string, signature: string) => boolean;

/** What a digest is worth. `unsigned`: no signature is at hand, so it proves nothing and is no failure. */
export type DigestVerdict =
  | { readonly kind: 'valid' | 'unsigned' }
  | { readonly kind: 'invalid'; readonly why: 'digest-invalid' | 'digest-moved' | 'key-unknown' };

/** A digest with its verdict. */
export interface CheckedDigest extends FoundDigest {
  readonly verdict: DigestVerdict;
}

/**
 * Checks each digest by its own signature, or by the one that a later digest of the chain holds of it. A signature
 * needs no trusted holder: only CloudTrail can make one. Copies of the same digest count once.
 */
export function checkDigests(
  found: readonly FoundDigest[],
  keys: PublicKeys,
  verify: VerifySignature,
): readonly CheckedDigest[] {
  const single = withoutCopies(found);
  const heldBy = heldSignatures(single);
  const own = single.map((each) => ({
    ...each,
    verdict: verdictOf(each, heldBy.get(nameOf(each.digest)), keys, verify),
  }));
  const trusted = heldSignatures(own.filter(({ verdict }) => verdict.kind === 'valid'));
  return own.map((each) => unlessContradicted(each, trusted.get(nameOf(each.digest)) ?? []));
}

/** The name of an object as a key of maps. */
export const nameOf = ({ bucket, object }: NamedObject): string => `${bucket}/${object}`;

function withoutCopies(found: readonly FoundDigest[]): FoundDigest[] {
  const kept = new Map<string, FoundDigest>();
  for (const each of found) {
    const id = `${nameOf(each.digest)}\n${each.contentHash}`;
    const other = kept.get(id);
    if (other === undefined || isBetter(each, other)) kept.set(id, each);
  }
  return [...kept.values()].sort((a, b) => orderOf(a, b));
}

/** Of two copies the one in its place counts, then the one with a signature: the order of finding does not matter. */
function isBetter(a: FoundDigest, b: FoundDigest): boolean {
  const worth = ({ place, digest, signature }: FoundDigest) =>
    (liesAt(place, digest) ? 2 : 0) + (signature === undefined ? 0 : 1);
  return worth(a) > worth(b);
}

function orderOf({ digest: a }: FoundDigest, { digest: b }: FoundDigest): number {
  if (a.chain !== b.chain) return a.chain < b.chain ? -1 : 1;
  return a.to === b.to ? 0 : a.to < b.to ? -1 : 1;
}

function heldSignatures(found: readonly FoundDigest[]): Map<string, PreviousDigest[]> {
  const held = new Map<string, PreviousDigest[]>();
  for (const { digest } of found) {
    if (digest.previous === undefined) continue;
    const name = nameOf(digest.previous);
    held.set(name, [...(held.get(name) ?? []), digest.previous]);
  }
  return held;
}

function verdictOf(
  { digest, place, contentHash, signature }: FoundDigest,
  held: readonly PreviousDigest[] | undefined,
  keys: PublicKeys,
  verify: VerifySignature,
): DigestVerdict {
  if (!liesAt(place, digest)) return { kind: 'invalid', why: 'digest-moved' };
  const signatures = signature === undefined ? (held ?? []).map((previous) => previous.signature) : [signature];
  if (signatures.length === 0) return { kind: 'unsigned' };
  const key = keys.get(digest.fingerprint);
  if (key === undefined) return { kind: 'invalid', why: 'key-unknown' };
  const text = signedText(digest, contentHash);
  const isValid = signatures.some((each) => verify(key, text, each));
  return isValid ? { kind: 'valid' } : { kind: 'invalid', why: 'digest-invalid' };
}

/** What a valid successor says of a digest must agree with it: its hash, and the signature that came with it. */
function unlessContradicted(checked: CheckedDigest, held: readonly PreviousDigest[]): CheckedDigest {
  if (checked.verdict.kind !== 'valid') return checked;
  const { contentHash, signature } = checked;
  const isContradicted = held.some(
    (said) =>
      (said.hash !== undefined && said.hash.toLowerCase() !== contentHash) ||
      (signature !== undefined && said.signature.toLowerCase() !== signature.toLowerCase()),
  );
  return isContradicted ? { ...checked, verdict: { kind: 'invalid', why: 'digest-invalid' } } : checked;
}
