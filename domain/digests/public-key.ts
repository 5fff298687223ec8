import { isJsonObject, textAt } from '../json.ts';

/** The public keys of digests by their fingerprint: base64 of a PKCS #1 key in DER. */
export type PublicKeys = ReadonlyMap<string, string>;

/** The keys in an answer of `aws cloudtrail list-public-keys`; undefined where it is no such answer. */
export function readPublicKeys(answer: unknown): PublicKeys | undefined {
  const list = isJsonObject(answer) ? answer['PublicKeyList'] : undefined;
  if (!Array.isArray(list)) return undefined;
  const keys = list.map(keyOf);
  const sound = keys.filter((key) => key !== undefined);
  return sound.length === keys.length ? new Map(sound) : undefined;
}

function keyOf(value: unknown): readonly [string, string] | undefined {
  if (!isJsonObject(value)) return undefined;
  const fingerprint = textAt(value, 'Fingerprint');
  const key = textAt(value, 'Value');
  return fingerprint === undefined || key === undefined ? undefined : [fingerprint, key];
}
