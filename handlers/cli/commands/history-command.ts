import type { Command } from 'commander';
import { addUserOptions } from '../options/user-options.ts';
import type { ProgramContext } from '../program-context.ts';
import type { UserOptions } from './answer-about-user.ts';

const examples = `
Examples:
  lastseen history alice
  lastseen history AIDAEXAMPLE23456789AB       a user who is gone, or who had the name before
  lastseen history alice --format json`;

/** `lastseen history`. */
export function defineHistory(command: Command, context: ProgramContext): Command {
  return addUserOptions(command)
    .addHelpText('after', examples)
    .action(async (who: string) => {
      const { runHistory } = await import('./run-history.ts');
      await runHistory(who, command.optsWithGlobals<UserOptions>(), context);
    });
}
