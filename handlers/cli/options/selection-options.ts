import type { Command } from 'commander';
import type { Format } from '../../../domain/settings/settings.ts';
import { InputError } from '../../input-error.ts';

/** Adds the options that choose rows, their order and their columns; `keys` where the rows may be credentials. */
export function addSelectionOptions(command: Command, { keys }: { readonly keys: boolean }): Command {
  const ofKeys = keys ? '; with --keys only active credentials' : '';
  return command
    .option(
      '--state <state...>',
      'only these states: active, idle, never-used, new, unknown; or unused for idle and never-used',
    )
    .option('--idle-for <days>', 'only without activity for at least so many days')
    .option('--soon <days>', 'only who crosses the threshold within so many days, and when')
    .option('--gone-quiet', 'only users who are quieter than their own rhythm explains')
    .option('--not-exempt', 'leave out exempt users')
    .option('--usable', `only users with an active credential${ofKeys}`)
    .option('--tag <key=value...>', 'only users with this tag; KEY alone accepts any value')
    .option('--sort <field>', 'a column, or several with commas; -FIELD or FIELD:desc turns the order')
    .option('--columns <list>', 'table, csv or markdown: these columns, with commas; tag:KEY is one')
    .option('--limit <number>', 'at most so many rows');
}

/** Throws InputError where columns are chosen for a format that has none. */
export function checkColumns(columns: string | undefined, format: Format): void {
  if (columns === undefined || format === 'table' || format === 'csv' || format === 'markdown') return;
  throw new InputError(`--columns needs --format table, csv or markdown: ${format} has every field`);
}
