import type { Command } from 'commander';
import { addAnswerOptions, addTableOptions } from '../../options/common-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import type { VerifyOptions } from './run-verify.ts';

const examples = `
Examples:
  lastseen verify --trail AWSLogs/ --public-keys keys.json     a local copy, without AWS
  lastseen verify --trail s3://trail-bucket --since 2026-11-01
  lastseen verify --trail AWSLogs/ --public-keys keys.json --format json | jq '.gaps[]'

The keys are the answer of aws cloudtrail list-public-keys in the trail's home Region. Without --public-keys AWS is asked;
where AWS gives none, the table of earlier scans is (--data, --table).

Exit codes: 0 nothing is altered, missing or invalid; 1 something is; 2 wrong usage; 75 try again, it may pass.`;

/** `lastseen verify`. */
export function defineVerify(command: Command, context: ProgramContext): Command {
  command
    .requiredOption('--trail <path...>', 'folders with CloudTrail log files and digests, or s3://BUCKET/PREFIX')
    .option('--since <time>', 'start with digests that end after this day or time (UTC)')
    .option('--until <time>', 'stop at digests that begin at this day or time (UTC)')
    .option('--accounts <list>', 'only these accounts, separated by commas (default: all)')
    .option('--regions <list>', 'only these Regions, separated by commas (default: all)')
    .option('--public-keys <file...>', 'answers of aws cloudtrail list-public-keys')
    .option('--profile <name>', 'bucket or keys from AWS: a profile of your AWS configuration');
  return addAnswerOptions(addTableOptions(command), 'table or json')
    .addHelpText('after', examples)
    .action(async () => {
      const { runVerify } = await import('./run-verify.ts');
      await runVerify(command.optsWithGlobals<VerifyOptions>(), context);
    });
}
