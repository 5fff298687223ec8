import type { Command } from 'commander';
import { settingBounds } from '../../../domain/settings/bounds.ts';
import { addAnswerOptions, addTableOptions } from '../options/common-options.ts';
import type { ProgramContext } from '../program-context.ts';
import type { BackfillOptions } from './run-backfill.ts';

const examples = `
Examples:
  lastseen backfill --profile audit                        every enabled Region, into the embedded table
  lastseen backfill --regions eu-west-1,us-east-1 --table lastseen-prod

If it is interrupted, run it again within a day: it continues where it was.
Exit codes: 0 done; 2 wrong usage, or some answer of AWS is missing; 75 try again, it may pass.`;

const byDefault = `(default: ${settingBounds.thresholdDays.default})`;

/** `lastseen backfill`. */
export function defineBackfill(command: Command, context: ProgramContext): Command {
  command
    .option('--profile <name>', 'a profile of your AWS configuration (default: credentials as the AWS CLI finds them)')
    .option('--regions <list>', 'all enabled ones, or Regions separated by commas', 'all')
    .option('--threshold <days>', `do not ask about users whom the table has seen within so many days ${byDefault}`);
  addAnswerOptions(command, 'table or json');
  return addTableOptions(command)
    .addHelpText('after', examples)
    .action(async () => {
      const { runBackfill } = await import('./run-backfill.ts');
      await runBackfill(command.optsWithGlobals<BackfillOptions>(), context);
    });
}
