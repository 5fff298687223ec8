import type { Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';
import { addNoticeOptions } from './notice-options.ts';
import type { DecideOptions } from './run-decide.ts';
import { addWordOptions } from './word-options.ts';

const undoExamples = `
Examples:
  lastseen undo alice --reason 'the quarterly job needs it'
  lastseen undo AIDAEXAMPLE23456789AB --reason 'the owner called' --profile ops

It takes the policy AWSDenyAll away, then the tag lastseen:quarantine, and nothing else. No brake, cap or window holds it
up. A deletion that was begun is not undone.
Exit codes: 0 done, or nothing is to be undone; 2 wrong usage, no such user, or it is deleted; 75 it failed: try again.`;

/** `lastseen undo`. */
export function defineUndo(command: Command, context: ProgramContext): Command {
  return defineWord(command, 'undo', undoExamples, context);
}

const holdExamples = `
Examples:
  lastseen hold alice --reason 'somebody tries her key from abroad'
  lastseen hold AIDAEXAMPLE23456789AB --reason 'the owner is on leave'

A quarantined user stays denied until somebody undoes it. Nothing changes in IAM.
Exit codes: 0 done; 2 wrong usage, no such user, or it is not quarantined; 75 try again, it may pass.`;

/** `lastseen hold`. */
export function defineHold(command: Command, context: ProgramContext): Command {
  return defineWord(command, 'hold', holdExamples, context);
}

function defineWord(command: Command, word: 'undo' | 'hold', examples: string, context: ProgramContext): Command {
  command.argument('<user>', "the user's name, unique id or ARN");
  return addNoticeOptions(addWordOptions(command, 'why, needed'))
    .addHelpText('after', examples)
    .action(async (who: string) => {
      const { runDecide } = await import('./run-decide.ts');
      await runDecide(word, who, command.optsWithGlobals<DecideOptions>(), context);
    });
}
