import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };
import { exitCodes } from './exit-codes.ts';
import { asTyped, lastseenProgram } from './program.ts';
import { typedCommand } from './typed-command.ts';

/** The door of the command line: runs one command and answers its exit code. */
async function main(args: readonly string[], typed: string): Promise<number> {
  let exitCode: number = exitCodes.done;
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  try {
    const program = await lastseenProgram({ setExitCode, typed }, (name) => args.includes(name));
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
    return exitCode;
  } catch (error) {
    const { exitOf } = await import('./failure.ts');
    const exit = exitOf(error);
    for (const line of exit.lines) process.stderr.write(`lastseen: ${asTyped(line, typed)}\n`);
    return exit.exitCode;
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.done);
});

// The SDK is pinned, its warning about Node 20 is not for users.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const started = process.argv[1] ?? 'lastseen';
process.exitCode = await main(
  process.argv.slice(2),
  typedCommand({ root, started, cwd: process.cwd(), name: packageJson.name }),
);
