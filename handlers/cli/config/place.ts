import { type Document, isMap, isNode, isScalar, type LineCounter } from 'yaml';

/** The text of a file, taken apart, and where its lines begin. */
export interface ConfigText {
  readonly yaml: Document;
  readonly counter: LineCounter;
}

/** A mistake and where it is; both count from 1. */
export interface Misplaced {
  readonly line: number;
  readonly column: number;
  readonly words: string;
}

/** `lastseen.yml:3:5: ...`, as compilers have it: editors and terminals follow it. */
export const lineOf = (file: string, { line, column, words }: Misplaced): string =>
  `${file}:${line}:${column}: ${words}`;

/** In the order of their lines, one a place: what is no text is not also a wrong text. */
export function inOrder(mistakes: readonly Misplaced[]): Misplaced[] {
  const sorted = mistakes.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return sorted.filter(({ line, column }, index) => {
    const before = sorted[index - 1];
    return before === undefined || before.line !== line || before.column !== column;
  });
}

export function placeAt(offset: number, counter: LineCounter): { readonly line: number; readonly column: number } {
  const { line, col } = counter.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Where the value at a path begins. */
export function placeOfValue(path: readonly (string | number)[], { yaml, counter }: ConfigText) {
  const node = path.length === 0 ? yaml.contents : yaml.getIn(path, true);
  return placeAt((isNode(node) ? node.range?.[0] : undefined) ?? 0, counter);
}

/** Where a key of the object at a path stands. */
export function placeOfKey(path: readonly (string | number)[], key: string, text: ConfigText) {
  const parent = path.length === 0 ? text.yaml.contents : text.yaml.getIn(path, true);
  const pair = isMap(parent) ? parent.items.find(({ key: each }) => isScalar(each) && each.value === key) : undefined;
  const node = pair?.key;
  return isNode(node) ? placeAt(node.range?.[0] ?? 0, text.counter) : placeOfValue(path, text);
}
