import { type Cell, cellsOf } from './terminal-picture.ts';

const typed = (command: string): Cell[] => cellsOf(`\u001b[2m$\u001b[22m \u001b[1m${command}\u001b[22m`);

/** The output of `npm start` without its last part, which says what to type next. */
export function excerptOf(output: string): Cell[][] {
  const [answer = ''] = output.split('\n\nNext, ');
  return [typed('npm start'), ...answer.split('\n').map(cellsOf)];
}
