import type { Command } from 'commander';
import { addAnswerOptions, addTableOptions } from '../common-options.ts';
import type { ProgramContext } from '../program-context.ts';
import type { ShowOptions } from './run-show.ts';

const examples = `
Examples:
  lastseen show alice
  lastseen show AIDAEXAMPLE23456789AB
  lastseen show -- -dash                       a name that begins with a hyphen
  lastseen show arn:aws:iam::111122223333:user/team/alice --format json`;

/** `lastseen show`. */
export function defineShow(command: Command, context: ProgramContext): Command {
  command
    .argument('<user>', "the user's name, unique id or ARN; behind -- if it begins with a hyphen")
    .option('--account <id>', 'the account, if several have a user of this name');
  addAnswerOptions(command, 'table or json');
  return addTableOptions(command)
    .addHelpText('after', examples)
    .action(async (who: string) => {
      const { runShow } = await import('./run-show.ts');
      await runShow(who, command.optsWithGlobals<ShowOptions>(), context);
    });
}
