/** Finds a user in the documents of policies, grants and access entries. */

import type { NamedUser, Reference } from './reference.ts';

/** One mention: the place in the document, and by what the user is named. */
export type Mention = Pick<Reference, 'where' | 'by'>;

/** Far deeper than any policy: AWS's language has five levels. */
const deepest = 60;

/** The path of a place is cut to so many characters: keys of conditions are anybody's text. */
const longestWhere = 200;

/**
 * The places of a JSON document that name the user: as its ARN, as its unique id (alone or in a longer text, as in
 * `aws:userid`), or as the value of the condition key `aws:username`. A wildcard names nobody. Undefined where the text
 * is not such a document: then nobody knows whom it names.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function mentionsIn(text: string, user: NamedUser): Mention[] | undefined {
  const document = parseDocument(text);
  if (document === undefined) return undefined;
  const mentions: Mention[] = [];
  const walk = (value: unknown, where: string, key: string, depth: number): boolean => {
    if (depth > deepest) return false;
    if (typeof value === 'string') {
      const by = nameIn(value, key, user);
      if (by !== undefined) mentions.push({ where: where.slice(0, longestWhere), by });
    }
    if (typeof value !== 'object' || value === null) return true;
    return Object.entries(value).every(([name, inner]) =>
      Array.isArray(value)
        ? walk(inner, `${where}[${name}]`, key, depth + 1)
        : walk(inner, where === '' ? name : `${where}.${name}`, name, depth + 1),
    );
  };
  return walk(document, '', '', 0) ? mentions : undefined;
}

/** JSON, or as IAM sends it: URL-encoded. */
function parseDocument(text: string): object | undefined {
  for (const read of [() => text, () => decodeURIComponent(text)]) {
    try {
      const value: unknown = JSON.parse(read());
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // Perhaps in the other form; in neither, the document cannot be read, which the caller hears.
    }
  }
  return undefined;
}

/** Names differ by more than case, and a policy may write them in any. */
function nameIn(value: string, key: string, { userId, userName, arn }: NamedUser): Mention['by'] | undefined {
  if (value.toUpperCase().includes(userId)) return 'unique-id';
  if (value.toLowerCase() === arn.toLowerCase()) return 'arn';
  const isName = key.toLowerCase() === 'aws:username' && value.toLowerCase() === userName.toLowerCase();
  return isName ? 'name' : undefined;
}
