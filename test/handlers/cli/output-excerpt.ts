import { type Cell, cellsOf } from './terminal-picture.ts';

/** Rows shown at the head of each state, plus one at its end: the sample's table is longer than a picture may be. */
const firstRows = 2;

const textOf = (line: readonly Cell[]) => line.map(({ char }) => char).join('');
const typed = (command: string): Cell[] => cellsOf(`\u001b[2m$\u001b[22m \u001b[1m${command}\u001b[22m`);
const ellipsis = cellsOf('\u001b[2m...\u001b[22m');

/**
 * The output of `npm start`, cut to the height and width of a picture: the first users of each state and the last one,
 * then the counts. The rest is unchanged but for narrower blank columns; an ellipsis marks what is left out.
 */
export function excerptOf(output: string): Cell[][] {
  const paragraphs = output
    .trimEnd()
    .split('\n\n')
    .map((text) => text.split('\n').map(cellsOf));
  const find = (start: RegExp) => paragraphs.find(([first = []]) => start.test(textOf(first))) ?? [];
  const counts = find(/^As of /).filter((line) => !textOf(line).startsWith('  '));
  return [typed('npm start'), ...(paragraphs[0] ?? []), [], ...narrow(someOfEachState(find(/^USER /))), [], ...counts];
}

/** The head, and of each state the first rows and the last one. */
function someOfEachState([head = [], ...lines]: Cell[][]): Cell[][] {
  const byState = new Map<string, Cell[][][]>();
  for (const row of rowsOf(lines)) {
    const [, state = ''] = textOf(row[0] ?? []).split(/ {2,}/);
    const kind = state.replace(' (exempt)', '');
    byState.set(kind, [...(byState.get(kind) ?? []), row]);
  }
  const shown = [...byState.values()].flatMap((rows) => {
    if (rows.length <= firstRows + 1) return rows;
    return [...rows.slice(0, firstRows), [ellipsis], ...rows.slice(-1)];
  });
  return [head, ...shown.flat()];
}

/** A row is a line and those below it that begin with a blank. */
function rowsOf(lines: readonly Cell[][]): Cell[][][] {
  const rows: Cell[][][] = [];
  for (const line of lines) {
    if (line[0]?.char === ' ') rows.at(-1)?.push(line);
    else rows.push([line]);
  }
  return rows;
}

/** Takes blanks that all lines have in common away, but for two. */
function narrow(lines: readonly Cell[][]): Cell[][] {
  const isBlank = (column: number) => lines.every((line) => (line[column]?.char ?? ' ') === ' ');
  const width = Math.max(...lines.map((line) => line.length));
  const kept = Array.from({ length: width }, (_, column) => column).filter(
    (column) => !(isBlank(column) && isBlank(column + 1) && isBlank(column + 2)),
  );
  return lines.map((line) => kept.flatMap((column) => line[column] ?? []));
}
