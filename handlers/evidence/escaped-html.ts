/** HTML in which every text is escaped. Only `html` makes it. */
export interface Html {
  readonly kind: 'html';
  readonly text: string;
}

type Part = string | number | boolean | null | Html | readonly Part[];

/** Markup of ours with values in it: texts are escaped, HTML and lists of it are not once more. */
export function html(markup: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { kind: 'html', text: markup.map((piece, index) => piece + textOf(parts[index] ?? '')).join('') };
}

function textOf(part: Part): string {
  if (typeof part !== 'object' || part === null) return escaped(`${part ?? 'not known'}`);
  return isList(part) ? part.map(textOf).join('') : part.text;
}

const isList = (part: Html | readonly Part[]): part is readonly Part[] => Array.isArray(part);

const escapes: { readonly [char: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => escapes[char] ?? char);
