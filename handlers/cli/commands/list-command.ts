import type { Command } from 'commander';
import { addAccountOptions } from '../options/account-options.ts';
import { addAnswerOptions, addTableOptions } from '../options/common-options.ts';
import { addOrganizationOption } from '../options/organization-options.ts';
import { addPeopleOption } from '../options/people-options.ts';
import { addSelectionOptions } from '../options/selection-options.ts';
import type { ProgramContext } from '../program-context.ts';
import type { ListOptions } from './run-list.ts';

const examples = `
Examples:
  lastseen list                                everybody, unused first
  lastseen list --state unused --idle-for 180  no activity for half a year or longer
  lastseen list --state idle,unknown --not-exempt --tag team=ops
  lastseen list --soon 14                      who crosses the threshold within two weeks
  lastseen list --keys --older-than 365        credentials of a year and older
  lastseen list --columns user,state,days,tag:owner --sort -days --limit 20
  lastseen list --account prod,log --accounts-file accounts.json
  lastseen list --people people.csv --sort person   who is who across providers, each with its own verdict
  lastseen list --organization o-exampleorgid  its unused users, longest first, and how its accounts stand
  lastseen list --output users.csv             the ending chooses the format
  lastseen list --state unused --format asff   findings for Security Hub; ocsf and auditor are others
  lastseen list --state unknown --format json`;

/** `lastseen list`. */
export function defineList(command: Command, context: ProgramContext): Command {
  command
    .option('--keys', 'one row a credential: access keys, password, certificates, SSH keys, credentials of services')
    .option('--older-than <days>', 'keys only: created or rotated at least so many days ago');
  addOrganizationOption(addAccountOptions(command, 'only these accounts'));
  addPeopleOption(command);
  addSelectionOptions(command, { keys: true });
  addAnswerOptions(command, 'table, json, csv, ndjson, markdown, ocsf, asff or auditor');
  return addTableOptions(command)
    .addHelpText('after', examples)
    .action(async () => {
      const { runList } = await import('./run-list.ts');
      await runList(command.optsWithGlobals<ListOptions>(), context);
    });
}
