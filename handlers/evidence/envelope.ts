/** The form in which evidence of every kind is stored. */

import { isJsonObject, type JsonObject, parsedText } from '../../domain/json.ts';
import { ok, type Parsed, wrong } from '../../domain/parsed.ts';
import { isObjectOf, isOneOf, isOptional, isText } from '../../domain/shape.ts';
import { canonicalDigest, canonicalText } from '../canonical-digest.ts';

/** A kind of evidence, its format, and what a message calls a text that is none. */
export interface EnvelopeKind<K extends string> {
  readonly kind: K;
  readonly format: number;
  readonly noun: string;
  /** Whether a signature may stand beside the content. */
  readonly maySign: boolean;
}

/** A signature of the canonical text of the content, which names the key. */
export interface Signature {
  readonly algorithm: 'ECDSA_SHA_256';
  /** In base64 of DER. */
  readonly value: string;
}

/** Content as it is stored, with the digest of that. */
export interface Envelope<K extends string> {
  readonly kind: K;
  readonly format: number;
  readonly digest: { readonly algorithm: 'sha256'; readonly value: string };
  readonly content: JsonObject;
  readonly signature?: Signature | undefined;
}

/** Closes the content under its digest. Both are as JSON has them: without what is undefined, keys in order. */
export function sealAs<K extends string>(
  { kind, format }: Pick<EnvelopeKind<K>, 'kind' | 'format'>,
  content: JsonObject,
): Envelope<K> {
  const plain: unknown = JSON.parse(canonicalText(content));
  if (!isJsonObject(plain)) throw new Error('the content of evidence is an object');
  return { kind, format, digest: { algorithm: 'sha256', value: canonicalDigest(plain) }, content: plain };
}

/** The text of an envelope: canonical JSON (RFC 8785), so that the same facts are the same bytes. */
export const textOf = (envelope: Envelope<string>): string => canonicalText({ ...envelope });

const isSignature = isOptional(isObjectOf<Signature>({ algorithm: isOneOf('ECDSA_SHA_256'), value: isText }));

/**
 * Reads the text of an envelope. The digest and the canonical form find every byte that was changed by accident. They
 * do not find a forger, who can write the digest too. A wrong `kind` is no evidence, or of another format.
 */
export function openAs<K extends string>(wanted: EnvelopeKind<K>, text: string): Parsed<Envelope<K>> {
  const value = parsedText(text);
  if (!isJsonObject(value) || value['kind'] !== wanted.kind)
    return refuse('kind', `is no ${wanted.noun} of lastseen, or was changed`);
  const { format, digest, content, signature } = value;
  if (format !== wanted.format)
    return refuse('kind', `has format ${String(format)}, and this version reads format ${wanted.format}`);
  if (!isJsonObject(content)) return refuse('digest', 'was changed: it has no content');
  const sealed = sealAs(wanted, content);
  const isFitting = isJsonObject(digest) && digest['value'] === sealed.digest.value;
  if (!isFitting) return refuse('digest', 'was changed: its digest does not fit its content');
  const isSigned = wanted.maySign && signature !== undefined && isSignature(signature);
  const whole = isSigned ? { ...sealed, signature } : sealed;
  return text === textOf(whole)
    ? ok(whole)
    : refuse('digest', 'was changed: it is not byte for byte as it was written');
}

const refuse = (field: 'kind' | 'digest', todo: string) => wrong({ field, given: undefined, todo });
