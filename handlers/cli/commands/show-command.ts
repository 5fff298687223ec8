import type { Command } from 'commander';
import { addPeopleOption } from '../options/people-options.ts';
import { addUserOptions } from '../options/user-options.ts';
import type { ProgramContext } from '../program-context.ts';
import type { UserOptions } from './answer-about-user.ts';

const examples = `
Examples:
  lastseen show alice
  lastseen show AIDAEXAMPLE23456789AB
  lastseen show -- -dash                       a name that begins with a hyphen
  lastseen show arn:aws:iam::111122223333:user/team/alice --format json`;

/** `lastseen show`. */
export function defineShow(command: Command, context: ProgramContext): Command {
  return addPeopleOption(addUserOptions(command))
    .addHelpText('after', examples)
    .action(async (who: string) => {
      const { runShow } = await import('./run-show.ts');
      await runShow(who, command.optsWithGlobals<UserOptions>(), context);
    });
}
