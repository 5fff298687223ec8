import type { Command } from 'commander';
import { settingBounds } from '../../../../domain/settings/bounds.ts';
import { findings } from '../../../../domain/settings/fail-on.ts';
import { addAccountsFile } from '../../options/account-options.ts';
import { addAnswerOptions, addTableOptions } from '../../options/common-options.ts';
import { addSelectionOptions } from '../../options/selection-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { addTenantOptions } from '../entra/tenant-options.ts';
import { addProjectOptions } from '../gcp/project-options.ts';
import { addCustomerOptions } from '../google/customer-options.ts';
import type { ScanOptions } from './scan-options.ts';

const examples = `
Examples:
  lastseen scan --trail AWSLogs/ --credential-report report.csv --authorization-details details.json
  lastseen scan --credential-report report.csv                 inventory alone: nothing corroborated by CloudTrail
  lastseen scan --trail AWSLogs/                               logs alone: who was seen, when and how
  lastseen scan --trail s3://trail-bucket --since 2026-08-01   a bucket; a later scan reads only what is new
  lastseen scan --live --profile audit                         no files; read-only credentials are enough
  lastseen scan --live --profile dev,prod,log                  several accounts, side by side
  lastseen scan --live --organization --profile management     every account of an organization
  lastseen scan --entra-users monday.json monday-again.json --entra-tenant GUID   a tenant of Entra ID
  lastseen scan --google-users users.csv again.csv --google-reports reports/   a customer of Google Workspace
  lastseen scan --google --google-key key.json --google-admin admin@example.com   the same, asked of Google
  lastseen scan --gcp-activities accounts.json keys.json --gcp-accounts list.json   service accounts of Google Cloud
  lastseen scan --trail org-logs/ --credential-report reports/ --accounts-file accounts.json
  lastseen scan ... --preset cis --format auditor --output controls.csv
  lastseen scan ... --threshold 60 --exempt 'svc-*' --exempt 'intern-* until=2027-08-31 summer'
  lastseen scan ... --exempt-tag lastseen:exempt               a tag's value may say: until=2027-03-31 seasonal
  lastseen scan ... --format json --output verdicts.json --fail-on unused
  lastseen scan ... --output summary.md --fail-on 'unused>10,unused-keys,changes'

Exit codes: 0 done; 1 --fail-on found something; 2 wrong usage, or some input could not be read or was altered; 75 try again, it may pass.`;

/** `lastseen scan`. */
export function defineScan(command: Command, context: ProgramContext): Command {
  command
    .option('--trail <path...>', 'CloudTrail log files, folders of them, or s3://BUCKET/PREFIX')
    .option('--since <time>', 'bucket only: start with this day or time (UTC, inclusive)')
    .option('--until <time>', 'bucket only: stop at this day or time (UTC, exclusive)')
    .option('--accounts <list>', 'bucket only: read only these accounts, separated by commas (default: all)')
    .option('--public-keys <file...>', 'answers of aws cloudtrail list-public-keys, to check digests')
    .option('--prove', 'bucket only: check its digests; reads the objects of the last days once more')
    .option('--again', 'bucket only: read finished objects once more')
    .option(
      '--credential-report <file...>',
      'the CSV, or the whole answer of aws iam get-credential-report; or folders',
    )
    .option('--report-made <time>', 'when a report without a date was made, like 2026-11-23T08:00:00Z')
    .option('--authorization-details <file...>', 'aws iam get-account-authorization-details --filter User; or folders')
    .option('--users <file...>', 'aws iam list-users; or folders')
    .option('--ssh-keys <user=file...>', 'aws iam list-ssh-public-keys --user-name USER, of users of the report')
    .option('--services <user=file...>', 'aws iam get-service-last-accessed-details, of users of the report')
    .option('--live', "ask AWS for the inventory and for 90 days of CloudTrail's event history")
    .option('--profile <name>', 'live or bucket: a profile of your AWS configuration; live: several, with commas')
    .option('--organization', 'live: every account of the organization, by a role in each')
    .option('--role-name <name>', 'organization: the role in each account (default: lastseen-member)')
    .option('--regions <list>', 'live or bucket: all, or Regions separated by commas (default: all)')
    .option(
      '--threshold <days>',
      `days without activity after which a user is idle (default: ${settingBounds.thresholdDays.default})`,
    )
    .option('--preset <framework>', 'cis: the threshold of 45 days, and how many users its control fails')
    .option('--now <iso-time>', 'judge as of this moment, like 2026-11-23T08:00:00Z (default: the clock)')
    .option('--exempt-tag <key=value...>', 'users with this tag are exempt; KEY alone accepts any value')
    .option('--exempt <name-pattern...>', 'users with this name or /path are exempt; * is any text, ? is one character')
    .option('--fail-on <finding...>', `exit with 1 on ${findings.join(', ')}, or on more than so many: 'unused>10'`);
  addTenantOptions(command);
  addCustomerOptions(command);
  addProjectOptions(command);
  addAccountsFile(command);
  addSelectionOptions(command, { keys: false });
  addAnswerOptions(command, 'table, json, csv, ndjson, markdown, html, ocsf, asff or auditor').option(
    '--all',
    'show every user in the table',
  );
  return addTableOptions(command)
    .addHelpText('after', examples)
    .action(async () => {
      const { scanCommand } = await import('./run-scan.ts');
      await scanCommand(command.optsWithGlobals<ScanOptions>(), context);
    });
}
