import type { Command } from 'commander';
import { addAnswerOptions, addTableOptions } from '../common-options.ts';
import type { ProgramContext } from '../program-context.ts';
import type { HistoryOptions } from './run-history.ts';

const examples = `
Examples:
  lastseen history alice
  lastseen history AIDAEXAMPLE23456789AB       a user who is gone, or who had the name before
  lastseen history alice --format json`;

/** `lastseen history`. */
export function defineHistory(command: Command, context: ProgramContext): Command {
  command
    .argument('<user>', "the user's name, unique id or ARN; behind -- if it begins with a hyphen")
    .option('--account <id>', 'the account, if several have a user of this name');
  addAnswerOptions(command, 'table or json');
  return addTableOptions(command)
    .addHelpText('after', examples)
    .action(async (who: string) => {
      const { runHistory } = await import('./run-history.ts');
      await runHistory(who, command.optsWithGlobals<HistoryOptions>(), context);
    });
}
