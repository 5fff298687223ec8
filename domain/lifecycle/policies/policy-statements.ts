import { isJsonObject, type JsonObject, parsedText } from '../../json.ts';

/**
 * The statements of a policy, as IAM sends it or as plain JSON; undefined where one cannot be read, or there is none.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function statementsOf(document: string): readonly JsonObject[] | undefined {
  const policy = parsedText(decoded(document));
  const statements = isJsonObject(policy) ? listOf(policy['Statement']) : [];
  return statements.length > 0 && statements.every(isJsonObject) ? statements : undefined;
}

/** GetAccountAuthorizationDetails encodes documents as in a URL (RFC 3986). */
function decoded(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}

/** A policy may write a list of one as the one. */
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
