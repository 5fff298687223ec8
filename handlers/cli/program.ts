import { Command } from 'commander';
import { plainText } from '../../domain/plain-text.ts';
import { InputError } from '../input-error.ts';
import { backfillCommand } from './backfill-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { listCommand } from './list-command.ts';
import { sampleCommand } from './sample-command.ts';
import { scanCommand } from './scan-command.ts';
import { showCommand } from './show-command.ts';

/** The whole command line: every command with its options and help. `setExitCode` hears what a run came to. */
export function lastseenProgram(setExitCode: (code: number) => void): Command {
  const program = new Command('lastseen').description(
    'Find unused IAM users, with evidence from CloudTrail. Without a command: scan a sample account.',
  );
  const commands = [
    scanCommand(setExitCode),
    backfillCommand(setExitCode),
    doctorCommand(setExitCode),
    listCommand(setExitCode),
    showCommand(setExitCode),
    sampleCommand(),
  ];
  for (const command of commands) program.addCommand(refuseRepeats(command));
  for (const command of [program, ...commands]) {
    command.exitOverride().configureOutput({ outputError: oneLine(command) });
  }
  return program;
}

/** An option of one value that stands twice is refused: its last value alone would hold, and nobody would notice. */
function refuseRepeats(command: Command): Command {
  for (const option of command.options.filter(({ variadic, required }) => required && !variadic)) {
    let given: string | undefined;
    option.argParser((value: string) => {
      if (given !== undefined) {
        throw new InputError(`${option.long} stands twice, with ${given} and with ${value}; it takes one value`);
      }
      given = value;
      return value;
    });
  }
  return command;
}

/** A usage error as one line that leads to the help. */
function oneLine(command: Command): (text: string, write: (text: string) => void) => void {
  const help = command.parent === null ? 'lastseen --help' : `lastseen ${command.name()} --help`;
  return (text, write) => {
    const words = text
      .replace(/^error: /, '')
      .trim()
      .replace(/\s*\n\s*/g, ' ');
    write(`lastseen: ${plainText(words)}; ${help} has more\n`);
  };
}
