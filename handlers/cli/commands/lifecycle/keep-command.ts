import type { Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';
import { addWordOptions, type WordOptions } from './word-options.ts';

const examples = `
Examples:
  lastseen keep alice --until 2027-03-31 --reason 'closes the books each March'
  lastseen keep AIDAEXAMPLE23456789AB --until 2027-03-31 --reason 'backup of the payroll'

Exit codes: 0 done; 2 wrong usage, or no such user; 75 try again, it may pass.`;

/** `lastseen keep`. */
export function defineKeep(command: Command, context: ProgramContext): Command {
  command.argument('<user>', "the user's name, unique id or ARN");
  command.option('--until <day>', 'the last day (UTC) on which it holds, at most 180 days from now');
  return addWordOptions(command, 'why, needed')
    .addHelpText('after', examples)
    .action(async (who: string) => {
      const { runKeep } = await import('./run-keep.ts');
      await runKeep(who, command.optsWithGlobals<WordOptions & { readonly until?: string }>(), context);
    });
}
