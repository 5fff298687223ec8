import { commandList } from './command-list.ts';
import { exitCodes } from './exit-codes.ts';
import { asTyped, lastseenProgram } from './program.ts';

/**
 * Runs one command, tells its failure on standard error and answers the exit code. `typed` is what the reader types to
 * run the program.
 */
export async function runLastseen(args: readonly string[], typed: string): Promise<number> {
  let exitCode: number = exitCodes.done;
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  try {
    const program = await lastseenProgram({ setExitCode, typed, args }, (name) => args.includes(name));
    await program.parseAsync(asCommand(args), { from: 'user' });
    return exitCode;
  } catch (error) {
    return tellFailure(error, typed);
  }
}

/** Tells a failure on standard error and answers the exit code. */
export async function tellFailure(error: unknown, typed: string): Promise<number> {
  const { exitOf } = await import('./failure.ts');
  const exit = exitOf(error);
  for (const line of exit.lines) process.stderr.write(`lastseen: ${asTyped(line, typed)}\n`);
  return exit.exitCode;
}

/** A word that is no command is refused as such, also behind `help` and before `--help`: the help is not its answer. */
function asCommand(args: readonly string[]): readonly string[] {
  const word = args[0] === 'help' ? args[1] : args[0];
  if (args.length === 0) return ['--help'];
  return word === undefined || word.startsWith('-') || commandList.some(({ name }) => name === word) ? args : [word];
}
