import type { TableOptions } from './open-table.ts';
import type { ProgramContext } from './program-context.ts';
import { quoted } from './typed-command.ts';

/** A command that reads the same table, as the reader must type it: `npx lastseen list --data big/table`. */
export function sameTable({ typed }: ProgramContext, command: string, { data, table, endpoint }: TableOptions): string {
  const place = [
    ...(data === '.lastseen' || table !== undefined ? [] : ['--data', data]),
    ...(table === undefined ? [] : ['--table', table]),
    ...(endpoint === undefined ? [] : ['--endpoint', endpoint]),
  ];
  return [typed, command, ...place.map(quoted)].join(' ');
}
