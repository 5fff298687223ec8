import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { isJsonObject, type JsonObject, parsedText } from '../../domain/json.ts';
import { ok, type Parsed, wrong } from '../../domain/parsed.ts';

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

/** The text of evidence: canonical JSON (RFC 8785), so that two files with the same facts are the same bytes. */
export function sealEvidence(content: JsonObject): string {
  const digest = { algorithm: 'sha256', value: digestOf(content) };
  return canonicalText({ kind, format: evidenceFormat, digest, content });
}

/** The SHA-256 of the canonical JSON of the content. */
export const digestOf = (content: JsonObject): string => sha256(canonicalText(content));

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function canonicalText(value: JsonObject): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('what is not JSON cannot be evidence');
  return text;
}

/**
 * Reads the text of evidence. The digest and the canonical form find every byte that was changed by accident. They do
 * not find a forger, who can write the digest too.
 */
export function openEvidence(text: string): Parsed<SealedEvidence> {
  const value = parsedText(text);
  if (!isJsonObject(value) || value['kind'] !== kind)
    return refuse('is no evidence of Lastseen, or its beginning was changed');
  const { format, digest, content } = value;
  if (format !== evidenceFormat) return refuse(`has format ${String(format)}; this version reads ${evidenceFormat}`);
  const said = isJsonObject(digest) ? digest['value'] : undefined;
  if (!isJsonObject(content) || said !== digestOf(content))
    return refuse('its digest does not fit its content: it was changed');
  if (text !== sealEvidence(content))
    return refuse('is not as it was written: bytes outside of the content were changed');
  return ok({ kind, format: evidenceFormat, digest: { algorithm: 'sha256', value: said }, content });
}

const refuse = (todo: string) => wrong({ field: 'file', given: undefined, todo });
