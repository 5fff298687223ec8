import type { Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';
import { addWordOptions, type WordOptions } from './word-options.ts';

const stopExamples = `
Examples:
  lastseen stop --reason 'a wrong report'
  lastseen stop --profile ops --table lastseen-prod

Exit codes: 0 done; 2 wrong usage, or no table; 75 try again, it may pass.`;

/** `lastseen stop`. */
export function defineStop(command: Command, context: ProgramContext): Command {
  return addWordOptions(command, 'why, for who releases the brake')
    .addHelpText('after', stopExamples)
    .action(async () => {
      const { runBrake } = await import('./run-brake.ts');
      await runBrake('on', command.optsWithGlobals<WordOptions>(), context);
    });
}

const resumeExamples = `
Examples:
  lastseen resume --reason 'the report was repaired'
  lastseen resume --reason 'these are the users of the old data centre' --profile ops

It also lets many users be noticed at once for a day, and forgets returns of before.
Exit codes: 0 done; 2 wrong usage, or no table; 75 try again, it may pass.`;

/** `lastseen resume`. */
export function defineResume(command: Command, context: ProgramContext): Command {
  return addWordOptions(command, 'what was found, needed')
    .addHelpText('after', resumeExamples)
    .action(async () => {
      const { runBrake } = await import('./run-brake.ts');
      await runBrake('off', command.optsWithGlobals<WordOptions>(), context);
    });
}
