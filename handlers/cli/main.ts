import { Command } from 'commander';
import { plainText } from '../../domain/plain-text.ts';
import { backfillCommand } from './backfill-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { exitCodes, exitOf } from './failure.ts';
import { listCommand } from './list-command.ts';
import { sampleCommand } from './sample-command.ts';
import { scanCommand } from './scan-command.ts';
import { showCommand } from './show-command.ts';

/** The door of the command line: runs one command and answers its exit code. */
async function main(args: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.done;
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  const program = new Command('lastseen').description(
    'Which IAM users are still used, and how that is known. Without a command: a sample account.',
  );
  const commands = [
    scanCommand(setExitCode),
    backfillCommand(setExitCode),
    doctorCommand(setExitCode),
    listCommand(setExitCode),
    showCommand(setExitCode),
    sampleCommand(),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...commands]) {
    command.exitOverride().configureOutput({ outputError: oneLine(command) });
  }
  try {
    await program.parseAsync(args.length === 0 ? ['sample'] : args, { from: 'user' });
    return exitCode;
  } catch (error) {
    const exit = exitOf(error);
    for (const line of exit.lines) process.stderr.write(`lastseen: ${line}\n`);
    return exit.exitCode;
  }
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

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.done);
});

// The SDK is pinned, its warning about Node 20 is not for users.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
process.exitCode = await main(process.argv.slice(2));
