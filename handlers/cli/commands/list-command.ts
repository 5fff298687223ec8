import type { Command } from 'commander';
import { addAnswerOptions, addTableOptions } from '../common-options.ts';
import type { ProgramContext } from '../program-context.ts';
import type { ListOptions } from './run-list.ts';

const examples = `
Examples:
  lastseen list                                everybody, unused first
  lastseen list --state unused --idle-for 180  no activity for half a year or longer
  lastseen list --output users.csv             the ending chooses the format
  lastseen list --state unknown --format json`;

/** `lastseen list`. */
export function defineList(command: Command, context: ProgramContext): Command {
  command
    .option(
      '--state <state>',
      'only this state: active, idle, never-used, new, unknown; or unused for idle and never-used',
    )
    .option('--idle-for <days>', 'only users without activity for at least so many days')
    .option('--account <id>', 'only this account');
  addAnswerOptions(command, 'table, json, csv or ndjson');
  return addTableOptions(command)
    .addHelpText('after', examples)
    .action(async () => {
      const { runList } = await import('./run-list.ts');
      await runList(command.optsWithGlobals<ListOptions>(), context);
    });
}
