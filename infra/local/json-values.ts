/** The JSON values of a text: one, or several in a row as the AWS CLI writes pages. Undefined where it is not JSON. */
export function jsonValuesOf(text: string): unknown[] | undefined {
  try {
    return [JSON.parse(text)];
  } catch {
    return severalValuesOf(text);
  }
}

function severalValuesOf(text: string): unknown[] | undefined {
  const values: unknown[] = [];
  for (const document of text.split(/(?<=^\})\s*(?=^\{)/m)) {
    try {
      values.push(JSON.parse(document));
    } catch {
      return undefined;
    }
  }
  return values;
}
