import { type Cell, cellsOf } from './terminal-picture.ts';

/** Rows shown of each state; the table of the sample is longer than a picture may be. */
const rowsOfState = 3;

const textOf = (line: readonly Cell[]) => line.map(({ char }) => char).join('');
const typed = (command: string): Cell[] => cellsOf(`\u001b[2m$\u001b[22m \u001b[1m${command}\u001b[22m`);
const ellipsis = cellsOf('\u001b[2m...\u001b[22m');

/**
 * What `npm start` prints, cut to the height and width of a picture: of each state the first users, then the counts. Nothing
 * is changed in what is left but that columns of blanks are narrower; an ellipsis stands for what is left out.
 */
export function excerptOf(output: string): Cell[][] {
  const paragraphs = output
    .trimEnd()
    .split('\n\n')
    .map((text) => text.split('\n').map(cellsOf));
  const find = (start: RegExp) => paragraphs.find(([first = []]) => start.test(textOf(first))) ?? [];
  const counts = find(/^As of /).filter((line) => !textOf(line).startsWith('  '));
  return [
    typed('npm start'),
    ...(paragraphs[0] ?? []),
    [],
    ...narrow(firstOfEachState(find(/^USER /))),
    ellipsis,
    [],
    ...counts,
  ];
}

/** The head and the first rows of each state; a row is a line and those below it that begin with a blank. */
function firstOfEachState([head = [], ...lines]: Cell[][]): Cell[][] {
  const shown: Cell[][] = [head];
  const seen = new Map<string, number>();
  let number = 0;
  for (const line of lines) {
    const [userName = '', state = ''] = textOf(line).split(/ {2,}/);
    if (userName !== '') {
      const kind = state.replace(' (exempt)', '');
      number = (seen.get(kind) ?? 0) + 1;
      seen.set(kind, number);
      if (number === rowsOfState + 1) shown.push(ellipsis);
    }
    if (number <= rowsOfState) shown.push(line);
  }
  return shown.at(-1) === ellipsis ? shown.slice(0, -1) : shown;
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
