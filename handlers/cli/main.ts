import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wordsOfWriteError } from '../../infra/trail/bytes/file-error.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { exitCodes } from './exit-codes.ts';
import { runLastseen, tellFailure } from './run-lastseen.ts';
import { typedCommand } from './typed-command.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  process.stderr.write(`lastseen: standard output cannot be written: ${wordsOfWriteError(error)}\n`);
  process.exit(exitCodes.unusable);
});

// The SDK is pinned, its warning about Node 20 is not for users.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const started = process.argv[1] ?? 'lastseen';
const typed = typedCommand({ root, started, cwd: process.cwd(), name: packageJson.name });
// Two reads may fail at once, and only the first is waited for. Node would print where in the code that was.
process.on('unhandledRejection', async (error) => process.exit(await tellFailure(error, typed)));
process.exitCode = await runLastseen(process.argv.slice(2), typed);
