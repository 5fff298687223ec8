import type { Command } from 'commander';
import { addAccountOptions } from '../options/account-options.ts';
import { addTableOptions } from '../options/common-options.ts';
import { addOrganizationOption } from '../options/organization-options.ts';
import { addPeopleOption } from '../options/people-options.ts';
import type { ProgramContext } from '../program-context.ts';
import type { ReportOptions } from './run-report.ts';

const examples = `
Examples:
  lastseen report                                    writes report.html; open it in a browser
  lastseen report --output unused-2026-11.html       another file
  lastseen report --since 2026-11-01                 with the changes since that day
  lastseen report --table lastseen-prod              from the table on AWS
  lastseen report --organization o-exampleorgid --output-folder pages   a page an account, and one above them`;

/** `lastseen report`. */
export function defineReport(command: Command, context: ProgramContext): Command {
  command
    .option('--output <file>', 'write the page to this file; - is standard output', 'report.html')
    .option(
      '--output-folder <folder>',
      'with --organization: its page and one of each account, as files in this folder',
    )
    .option('--since <time>', "changes since a day or a run's time (default: the last run of an earlier day)");
  addOrganizationOption(addAccountOptions(command, 'only these accounts'));
  addPeopleOption(command);
  return addTableOptions(command)
    .addHelpText('after', examples)
    .action(async () => {
      const { runReport } = await import('./run-report.ts');
      await runReport(command.optsWithGlobals<ReportOptions>(), context);
    });
}
