import type { Command } from 'commander';
import { addAccountOptions } from '../../options/account-options.ts';
import { addTableOptions } from '../../options/common-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import type { CopyOptions } from './run-copy.ts';

const examples = `
Examples:
  lastseen copy --from-table lastseen-prod --table lastseen-org   an account's table into the central one
  lastseen copy --from-table lastseen-prod --from-profile pay --table lastseen-org   with a profile of that account
  lastseen copy --from-data .lastseen --table lastseen-org        the embedded table of a laptop

To copy again adds what is new. Nothing is removed anywhere.
Exit codes: 0 done; 2 wrong usage, or something was not copied and is named; 75 try again, it may pass.`;

/** `lastseen copy`. */
export function defineCopy(command: Command, context: ProgramContext): Command {
  command
    .option('--from-table <name>', 'the table in DynamoDB to copy from')
    .option('--from-data <dir>', 'or the folder of an embedded table')
    .option('--from-endpoint <url>', 'where the table to copy from is, if not in AWS')
    .option('--from-profile <name>', 'a profile of your AWS configuration that reads the table to copy from');
  return addTableOptions(addAccountOptions(command, 'only these accounts'))
    .addHelpText('after', examples)
    .action(async () => {
      const { runCopy } = await import('./run-copy.ts');
      await runCopy(command.optsWithGlobals<CopyOptions>(), context);
    });
}
