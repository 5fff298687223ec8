import type { Command } from 'commander';
import { addAccountOptions } from '../options/account-options.ts';
import { addAnswerOptions, addTableOptions } from '../options/common-options.ts';
import { addOrganizationOption } from '../options/organization-options.ts';
import type { ProgramContext } from '../program-context.ts';
import type { DiffOptions } from './run-diff.ts';

const examples = `
Examples:
  lastseen diff                                since the last run of an earlier day
  lastseen diff --since 2026-11-01             that day's changes and all later ones
  lastseen diff --since 2026-11-23T08:00:00Z   since the run as of this time
  lastseen diff --format json | jq '.changes[] | select(.kinds[] == "new-credential").detail.userName'`;

/** `lastseen diff`. */
export function defineDiff(command: Command, context: ProgramContext): Command {
  command.option('--since <time>', "a day, or a run's time as it is printed (default: the last run of an earlier day)");
  addOrganizationOption(addAccountOptions(command, 'only these accounts'));
  addAnswerOptions(command, 'table, json, csv, ndjson or markdown');
  return addTableOptions(command)
    .addHelpText('after', examples)
    .action(async () => {
      const { runDiff } = await import('./run-diff.ts');
      await runDiff(command.optsWithGlobals<DiffOptions>(), context);
    });
}
