import { isJsonObject, type JsonObject, parsedText } from '../../domain/json.ts';
import { ok, type Parsed, wrong } from '../../domain/parsed.ts';
import { canonicalDigest, canonicalText } from '../canonical-digest.ts';

/**
 * The format of evidence. Raise it with every change that an older version would misread; later formats add fields
 * beside `content`.
 */
export const evidenceFormat = 1;

const kind = 'lastseen-evidence';

/** Evidence as it is stored: its content, and the digest of that. */
export interface SealedEvidence {
  readonly kind: typeof kind;
  readonly format: typeof evidenceFormat;
  readonly digest: { readonly algorithm: 'sha256'; readonly value: string };
  readonly content: JsonObject;
}

/** Closes the content under its digest. Both are as JSON has them: without what is undefined, keys in order. */
export function sealEvidence(content: JsonObject): SealedEvidence {
  const plain: unknown = JSON.parse(canonicalText(content));
  if (!isJsonObject(plain)) throw new Error('the content of evidence is an object');
  return {
    kind,
    format: evidenceFormat,
    digest: { algorithm: 'sha256', value: canonicalDigest(plain) },
    content: plain,
  };
}

/** The text of evidence: canonical JSON (RFC 8785), so that the same facts are the same bytes. */
export const textOf = (evidence: SealedEvidence): string => canonicalText({ ...evidence });

/**
 * Reads the text of evidence. The digest and the canonical form find every byte that was changed by accident. They do
 * not find a forger, who can write the digest too. A wrong `kind` is no evidence, or of another format.
 */
export function openEvidence(text: string): Parsed<SealedEvidence> {
  const value = parsedText(text);
  if (!isJsonObject(value) || value['kind'] !== kind)
    return refuse('kind', 'is no evidence of lastseen, or was changed');
  const { format, digest, content } = value;
  const isOurs = format === evidenceFormat;
  if (!isOurs) return refuse('kind', `has format ${String(format)}, and this version reads format ${evidenceFormat}`);
  if (!isJsonObject(content)) return refuse('digest', 'was changed: it has no content');
  const sealed = sealEvidence(content);
  const isFitting = isJsonObject(digest) && digest['value'] === sealed.digest.value;
  if (!isFitting) return refuse('digest', 'was changed: its digest does not fit its content');
  return text === textOf(sealed)
    ? ok(sealed)
    : refuse('digest', 'was changed: it is not byte for byte as it was written');
}

const refuse = (field: 'kind' | 'digest', todo: string) => wrong({ field, given: undefined, todo });
