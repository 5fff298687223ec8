import { Command } from 'commander';
import type { Format, RawSettings } from '../../domain/settings/settings.ts';
import { InputError } from '../input-error.ts';
import { type ListReport, listAssessments } from '../query/list-assessments.ts';
import { reportMissing } from './failure.ts';
import { openTable, type TableOptions } from './open-table.ts';
import { outputTo } from './output.ts';
import { printableJson } from './printable-json.ts';
import { ndjson, usersCsv, usersTable } from './render-users.ts';
import { settingsOf } from './settings-options.ts';
import type { Terminal } from './terminal.ts';

const examples = `
Examples:
  lastseen list                                everybody, unused first
  lastseen list --state unused --idle-for 180  no activity for half a year or longer
  lastseen list --state unknown --format json`;

export function listCommand(setExitCode: (code: number) => void): Command {
  return new Command('list')
    .description('list the verdicts that earlier scans saved in the table')
    .option(
      '--state <state>',
      'only this state: active, idle, never-used, new, unknown; or unused for idle and never-used',
    )
    .option('--idle-for <days>', 'only users without activity for at least so many days')
    .option('--account <id>', 'only this account')
    .option('--format <format>', 'table, json, csv or ndjson (default: table)')
    .option('--output <file>', 'write the answer to this file instead of standard output')
    .option('--data <dir>', 'folder of the embedded table', '.lastseen')
    .option('--table <name>', 'use a table in DynamoDB instead of the embedded one')
    .option('--endpoint <url>', 'where that table is, if not in AWS')
    .addHelpText('after', examples)
    .action(async (options: RawSettings & TableOptions & { output?: string }) => {
      const settings = settingsOf(options);
      const table = await openTable(options, 'existing');
      const report = await listAssessments(table, settings).finally(() => table.close());
      if (report.accounts.length === 0) throw new InputError(nothingToList(report));
      const output = outputTo(options.output);
      await output.write(renderList(report, settings.format, output.terminal));
      setExitCode(reportMissing(report.missing));
    });
}

function nothingToList({ unjudged }: ListReport): string {
  const seen =
    unjudged.length === 0 ? 'the table is empty' : `logs of ${unjudged.join(', ')} were scanned without an inventory`;
  return `no verdicts yet: ${seen}; run lastseen scan with --live or --credential-report`;
}

function renderList(report: ListReport, format: Format, terminal: Terminal): string {
  switch (format) {
    case 'json':
      return `${printableJson(report, 2)}\n`;
    case 'ndjson':
      return ndjson(report.users);
    case 'csv':
      return usersCsv(report.users);
    case 'table':
      return `${[...tableOf(report, terminal), ...report.accounts.map(wordsOf)].join('\n')}\n`;
    default:
      return format satisfies never;
  }
}

function tableOf({ users }: ListReport, terminal: Terminal): string[] {
  return users.length === 0 ? ['no user matches'] : [usersTable(users, terminal), ''];
}

function wordsOf({ accountId, asOf, thresholdDays }: ListReport['accounts'][number]): string {
  return `account ${accountId} as of ${asOf}, threshold ${thresholdDays} days`;
}
