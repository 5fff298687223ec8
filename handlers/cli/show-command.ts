import { Command } from 'commander';
import type { RawSettings } from '../../domain/settings/settings.ts';
import { InputError } from '../input-error.ts';
import { showUser } from '../query/show-user.ts';
import { reportMissing } from './failure.ts';
import { openTable, type TableOptions } from './open-table.ts';
import { outputTo } from './output.ts';
import { printableJson } from './printable-json.ts';
import { renderShow } from './render-show.ts';
import { settingsOf } from './settings-options.ts';

const examples = `
Examples:
  lastseen show alice
  lastseen show AIDAEXAMPLE23456789AB
  lastseen show arn:aws:iam::111122223333:user/team/alice --format json`;

export function showCommand(setExitCode: (code: number) => void): Command {
  return new Command('show')
    .description('show everything known about one user: verdict and reason, credentials, last event, calendar')
    .argument('<user>', "the user's name, unique id or ARN")
    .option('--account <id>', 'the account, if several have a user of this name')
    .option('--format <format>', 'table or json (default: table)')
    .option('--output <file>', 'write the answer to this file instead of standard output')
    .option('--data <dir>', 'folder of the embedded table', '.lastseen')
    .option('--table <name>', 'use a table in DynamoDB instead of the embedded one')
    .option('--endpoint <url>', 'where that table is, if not in AWS')
    .addHelpText('after', examples)
    .action(async (who: string, options: RawSettings & TableOptions & { output?: string }) => {
      const { format, account } = settingsOf(options);
      if (format !== 'table' && format !== 'json') throw new InputError(`--format ${format}: show has table and json`);
      const table = await openTable(options, 'existing');
      const report = await showUser(table, who, account).finally(() => table.close());
      const output = outputTo(options.output);
      await output.write(format === 'json' ? `${printableJson(report, 2)}\n` : renderShow(report, output.terminal));
      setExitCode(reportMissing(report.missing));
    });
}
