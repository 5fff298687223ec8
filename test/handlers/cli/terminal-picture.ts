import { plainText } from '../../../domain/plain-text.ts';

/** One character on a terminal and how it is shown: `red`, `bold red`. */
export interface Cell {
  readonly char: string;
  readonly look: string;
}

const looks: { readonly [code: string]: string } = {
  1: 'bold',
  2: 'dim',
  31: 'red',
  32: 'green',
  33: 'yellow',
  36: 'cyan',
};
/** Which look a code ends: 22 both weights, 39 every colour. */
const ends: { readonly [code: string]: readonly string[] } = {
  0: Object.values(looks),
  22: ['bold', 'dim'],
  39: ['red', 'green', 'yellow', 'cyan'],
};

const colourCode = new RegExp(`${String.fromCharCode(27)}\\[(\\d*)m`);

/** A line of a terminal's output as cells. Escape codes for colour are obeyed; all others are spelled out. */
export function cellsOf(line: string): Cell[] {
  const shown = new Set<string>();
  return line.split(colourCode).flatMap((part, index) => {
    if (index % 2 === 0) return [...plainText(part)].map((char) => ({ char, look: [...shown].join(' ') }));
    for (const look of ends[part === '' ? '0' : part] ?? []) shown.delete(look);
    const look = looks[part];
    if (look !== undefined) shown.add(look);
    return [];
  });
}

const cellWidth = 7.9;
const lineHeight = 18;
const margin = 18;
const titleHeight = 34;

/** Colours that tell apart on a dark ground, also for readers who confuse red and green: red is the lighter one. */
const style = `
  text { font: 13px ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #d8dee9; }
  .bold { font-weight: 600; fill: #ffffff; } .dim { fill: #8b95a5; } .red { fill: #ff9a8f; } .green { fill: #4cc38a; }
  .yellow { fill: #f2cc60; } .cyan { fill: #7cd5f1; }`;

/** Lines of a terminal as an SVG: text stays text, escaped, each word at its place in whatever font there is. */
export function drawTerminal(title: string, lines: readonly (readonly Cell[])[]): string {
  const columns = Math.max(...lines.map((line) => line.length));
  const [width, height] = [
    Math.ceil(columns * cellWidth + 2 * margin),
    titleHeight + lines.length * lineHeight + margin,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escapeXml(title)}</title>
<style>${style}
</style>
<rect width="${width}" height="${height}" rx="8" fill="#1b2130"/>
${['#ff9a8f', '#f2cc60', '#4cc38a'].map((fill, index) => `<circle cx="${margin + 4 + index * 18}" cy="17" r="5" fill="${fill}"/>`).join('')}
${lines.map(drawLine).filter(Boolean).join('\n')}
</svg>
`;
}

function drawLine(line: readonly Cell[], index: number): string {
  const y = titleHeight + (index + 1) * lineHeight - 4;
  return piecesOf(line)
    .map(({ at, look, text }) => {
      const x = (margin + at * cellWidth).toFixed(1);
      const length = ([...text].length * cellWidth).toFixed(1);
      const shown = look === '' ? '' : ` class="${look}"`;
      return `<text x="${x}" y="${y}" textLength="${length}"${shown}>${escapeXml(text)}</text>`;
    })
    .join('');
}

interface Piece {
  readonly at: number;
  readonly look: string;
  text: string;
}

/** Words of one look with single blanks between: each has a place of its own, whatever the width of its font. */
function piecesOf(line: readonly Cell[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let blanks = 0;
  for (const [at, { char, look }] of line.entries()) {
    const piece = pieces.at(-1);
    if (char === ' ') blanks++;
    else if (piece?.look === look && blanks < 2) piece.text += ' '.repeat(blanks) + char;
    else pieces.push({ at, look, text: char });
    if (char !== ' ') blanks = 0;
  }
  return pieces;
}

const entities: { readonly [char: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
