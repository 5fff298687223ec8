import { exitCodes, exitOf } from './failure.ts';
import { lastseenProgram } from './program.ts';

/** The door of the command line: runs one command and answers its exit code. */
async function main(args: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = lastseenProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args.length === 0 ? ['sample'] : args, { from: 'user' });
    return exitCode;
  } catch (error) {
    const exit = exitOf(error);
    for (const line of exit.lines) process.stderr.write(`lastseen: ${line}\n`);
    return exit.exitCode;
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.done);
});

// The SDK is pinned, its warning about Node 20 is not for users.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
process.exitCode = await main(process.argv.slice(2));
