import type { Command } from 'commander';
import { sampleDefaults } from '../../sample/write-sample-account.ts';
import type { ProgramContext } from '../program-context.ts';
import type { SampleCliOptions } from './run-sample.ts';

const examples = `
Examples:
  lastseen sample                                    write the sample account and judge it
  lastseen sample --write-only --dir big --users 5000 --records-per-day 80000`;

/** `lastseen sample`: a newcomer sees the whole job on an account made for it. */
export function defineSample(command: Command, context: ProgramContext): Command {
  return command
    .option('--dir <dir>', 'folder for the files: new, empty or of an earlier sample', '.lastseen-sample')
    .option('--users <number>', `number of users (default: ${sampleDefaults.users})`)
    .option('--days <number>', `days of logs (default: ${sampleDefaults.days})`)
    .option('--records-per-day <number>', `records a day (default: ${sampleDefaults.recordsPerDay})`)
    .option('--files <number>', 'log files in all (default: one for each Region and day)')
    .option('--seed <number>', 'another seed makes another account')
    .option('--write-only', 'write the files and do not judge them')
    .addHelpText('after', examples)
    .action(async () => {
      const { runSample } = await import('./run-sample.ts');
      await runSample(command.optsWithGlobals<SampleCliOptions>(), context);
    });
}
