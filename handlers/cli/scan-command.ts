import { Command } from 'commander';
import type { RawSettings, Settings } from '../../domain/settings.ts';
import { InputError } from '../input-error.ts';
import { readInventory } from '../read-inventory.ts';
import { readTrail } from '../read-trail.ts';
import { scan } from '../scan.ts';
import { type ScanReport, scanReport } from '../scan-report.ts';
import { exitCodes } from './failure.ts';
import { openTable, type TableOptions } from './open-table.ts';
import { outputTo } from './output.ts';
import { printable } from './printable.ts';
import { renderScan } from './render-scan.ts';
import { scanProgress } from './scan-progress.ts';
import { settingsOf } from './settings-options.ts';

export interface ScanOptions extends RawSettings, TableOptions {
  readonly trail?: readonly string[];
  readonly credentialReport?: string;
  readonly authorizationDetails?: readonly string[];
  readonly users?: readonly string[];
  readonly output?: string;
  readonly all?: boolean;
}

const examples = `
Examples:
  lastseen scan --trail AWSLogs/ --credential-report report.csv --authorization-details details.json
  lastseen scan --credential-report report.csv                 an inventory alone: IAM's word, not corroborated
  lastseen scan --trail AWSLogs/                               logs alone: who was seen, when and how
  lastseen scan ... --threshold 45 --exempt 'svc-*' --exempt 'intern-* until=2027-08-31 summer'
  lastseen scan ... --exempt-tag lastseen:exempt               a tag's value may say: until=2027-03-31 seasonal
  lastseen scan ... --format json --output verdicts.json --fail-on unused

Exit codes: 0 done; 1 --fail-on found something; 2 wrong usage, or input that could not be read whole; 75 may pass, try again.`;

export function scanCommand(setExitCode: (code: number) => void): Command {
  return new Command('scan')
    .description('read logs and inventory files, bring the table up to date, judge every user')
    .option('--trail <path...>', 'CloudTrail log files or folders of them, in any form')
    .option(
      '--credential-report <file>',
      'the CSV that aws iam get-credential-report decodes to, or its whole JSON answer',
    )
    .option('--authorization-details <file...>', 'aws iam get-account-authorization-details --filter User')
    .option('--users <file...>', 'aws iam list-users')
    .option('--threshold <days>', 'days without activity after which a user is idle (default: 90)')
    .option('--now <iso-time>', 'judge as of this moment, like 2026-11-23T08:00:00Z (default: the clock)')
    .option('--exempt-tag <key=value...>', 'users with this tag are exempt; KEY alone takes any value')
    .option(
      '--exempt <name-pattern...>',
      'users of this name or /path are exempt; * and ? stand for any text, one character',
    )
    .option('--fail-on <finding>', 'unused: exit with 1 where a user is unused and not exempt')
    .option('--format <format>', 'table, json, csv or ndjson (default: table)')
    .option('--output <file>', 'write the answer here instead of to standard output')
    .option('--all', 'show active users in the table too')
    .option('--data <dir>', 'folder of the embedded table', '.lastseen')
    .option('--table <name>', 'a table in DynamoDB instead of the embedded one')
    .option('--endpoint <url>', 'where that table is, if not in AWS')
    .addHelpText('after', examples)
    .action(async (options: ScanOptions) => {
      const settings = settingsOf(options);
      const report = await runScan(options, settings);
      const output = outputTo(options.output);
      await output.write(renderScan(report, settings.format, output.terminal, options.all === true));
      setExitCode(endOf(report, settings));
    });
}

/** The scan from its files to its report; the table is open for as long as it takes. */
export async function runScan(options: ScanOptions, settings: Settings): Promise<ScanReport> {
  const { trail = [], credentialReport, authorizationDetails = [], users = [] } = options;
  const { now } = settings.question;
  if (trail.length + authorizationDetails.length + users.length === 0 && credentialReport === undefined) {
    throw new InputError(
      'nothing to scan: give --trail, --credential-report or both; lastseen scan --help has examples',
    );
  }
  const inventory = await readInventory({ credentialReport, authorizationDetails, users }, now);
  const table = await openTable(options, 'create');
  try {
    const progress = await scanProgress(trail);
    const reading =
      trail.length === 0 ? undefined : await readTrail(trail, now, progress).finally(() => progress.stop());
    return scanReport(await scan(reading, inventory, settings, table), reading, inventory, settings.question);
  } finally {
    await table.close();
  }
}

/** Says on standard error what is missing from the answer, which outweighs any finding. */
function endOf({ missing, counts }: ScanReport, { failOnUnused }: Settings): number {
  for (const line of missing) process.stderr.write(`lastseen: ${printable(line)}\n`);
  if (missing.length > 0) {
    const things = missing.length === 1 ? 'this is' : `these ${missing.length} are`;
    process.stderr.write(`lastseen: ${things} missing from the answer; nobody is called unused on that ground\n`);
    return exitCodes.unusable;
  }
  return failOnUnused && counts.unusedNotExempt > 0 ? exitCodes.finding : exitCodes.done;
}
