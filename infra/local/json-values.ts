/**
 * The JSON values of a text: one, or several one after another, with or without white space between, as the AWS CLI,
 * jq and `cat` write pages. Undefined where any part of the text is no JSON.
 */
export function jsonValuesOf(text: string): unknown[] | undefined {
  try {
    return [JSON.parse(text)];
  } catch {
    return severalValuesOf(text);
  }
}

function severalValuesOf(text: string): unknown[] | undefined {
  const values: unknown[] = [];
  for (let at = startOfValue(text, 0); at < text.length; ) {
    const end = endOfValue(text, at);
    try {
      values.push(JSON.parse(text.slice(at, end)));
    } catch {
      return undefined;
    }
    at = startOfValue(text, end);
  }
  return values.length === 0 ? undefined : values;
}

const startOfValue = (text: string, from: number): number => from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);

/**
 * The index behind the object or array that begins at `from`; the end of the text where it is neither, or does not end.
 */
function endOfValue(text: string, from: number): number {
  const token = /"(?:[^"\\]|\\.)*"|[[\]{}]/gs;
  token.lastIndex = from;
  let depth = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '{' || match[0] === '[') depth++;
    if (match[0] === '}' || match[0] === ']') depth--;
    if (depth === 0) return token.lastIndex;
  }
  return text.length;
}
