import type { Command } from 'commander';
import { addTableOptions } from '../../options/common-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import type { CopyOptions } from './run-copy.ts';

const examples = `
Examples:
  lastseen copy --from-table lastseen-prod --table lastseen-org   an account's table into the central one
  lastseen copy --from-data .lastseen --table lastseen-org        the embedded table of a laptop

To copy again adds what is new. Nothing is removed anywhere.
Exit codes: 0 done; 2 wrong usage; 75 try again, it may pass.`;

/** `lastseen copy`. */
export function defineCopy(command: Command, context: ProgramContext): Command {
  command
    .option('--from-table <name>', 'the table in DynamoDB to copy from')
    .option('--from-data <dir>', 'or the folder of an embedded table')
    .option('--from-endpoint <url>', 'where the table to copy from is, if not in AWS');
  return addTableOptions(command)
    .addHelpText('after', examples)
    .action(async () => {
      const { runCopy } = await import('./run-copy.ts');
      await runCopy(command.optsWithGlobals<CopyOptions>(), context);
    });
}
