/** Reads the text of a stored secret, which people store in several forms. */

import { isJsonObject } from '../json.ts';

/**
 * The secret in the text: the text itself without blanks around it, or the value of a JSON object that holds one text
 * alone, as the console of Secrets Manager stores a pair of key and value. Undefined where there is none.
 */
export function secretIn(text: string): string | undefined {
  const trimmed = text.trim();
  const secret = trimmed.startsWith('{') ? onlyTextIn(trimmed) : trimmed;
  return secret === undefined || secret === '' ? undefined : secret;
}

function onlyTextIn(json: string): string | undefined {
  const values = valuesOf(json);
  const [value] = values;
  return values.length === 1 && typeof value === 'string' ? value.trim() : undefined;
}

function valuesOf(json: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(json);
    return isJsonObject(parsed) ? Object.values(parsed) : [];
  } catch {
    return [];
  }
}

/** Whether a secret is a certificate with its private key, in PEM. */
export const isPem = (secret: string): boolean => secret.includes('-----BEGIN ');
