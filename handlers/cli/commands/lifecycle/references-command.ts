import type { Command } from 'commander';
import { addAnswerOptions, addTableOptions } from '../../options/common-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import type { ReferencesOptions } from './references-options.ts';

const examples = `
Examples:
  lastseen references alice                      who would lose something if alice were deleted
  lastseen references alice --regions eu-west-1,us-east-1 --format json
  lastseen references arn:aws:iam::123456789012:user/alice --profile audit --table lastseen-prod

It reads with the rights of your credentials, and changes nothing but its own entry in the table.
Exit codes: 0 nothing names the user; 1 something does; 2 not everything could be looked at, wrong usage, or no such
user; 75 try again, it may pass.`;

/** `lastseen references`. */
export function defineReferences(command: Command, context: ProgramContext): Command {
  command
    .argument('<user>', "the user's name, unique id or ARN")
    .option('--profile <name>', 'a profile of your AWS configuration')
    .option('--regions <list>', 'all enabled ones, or Regions separated by commas', 'all');
  return addTableOptions(addAnswerOptions(command, 'table or json'))
    .addHelpText('after', examples)
    .action(async (who: string) => {
      const { runReferences } = await import('./run-references.ts');
      await runReferences(who, command.optsWithGlobals<ReferencesOptions>(), context);
    });
}
