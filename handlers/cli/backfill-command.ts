import { Command } from 'commander';
import { settingBounds } from '../../domain/settings/bounds.ts';
import type { RawSettings } from '../../domain/settings/settings.ts';
import { gatherList } from '../../infra/aws/iam/iam-inventory.ts';
import { backfillAccount } from '../backfill/backfill-account.ts';
import { InputError } from '../input-error.ts';
import { type BackfillReport, backfillReport } from '../report/backfill-report.ts';
import { reportMissing } from './failure.ts';
import { liveProgress } from './live-progress.ts';
import { type LiveOptions, openLiveSession } from './live-session.ts';
import { openTable, type TableOptions } from './open-table.ts';
import { outputTo } from './output.ts';
import { printableJson } from './printable-json.ts';
import { settingsOf } from './settings-options.ts';

const examples = `
Examples:
  lastseen backfill --profile audit                        every enabled Region, into the embedded table
  lastseen backfill --regions eu-west-1,us-east-1 --table lastseen-prod

If it is interrupted, run it again within a day: it continues where it was.
Exit codes: 0 done; 2 wrong usage, or some answer of AWS is missing; 75 try again, it may pass.`;

const byDefault = `(default: ${settingBounds.thresholdDays.default})`;

export function backfillCommand(setExitCode: (code: number) => void): Command {
  return new Command('backfill')
    .description("fill the table from CloudTrail's event history, which reaches back 90 days")
    .option('--profile <name>', 'a profile of your AWS configuration (default: credentials as the AWS CLI finds them)')
    .option('--regions <list>', 'all enabled ones, or Regions separated by commas', 'all')
    .option('--threshold <days>', `do not ask about users whom the table has seen within so many days ${byDefault}`)
    .option('--format <format>', 'table or json (default: table)')
    .option('--output <file>', 'write the answer to this file instead of standard output')
    .option('--data <dir>', 'folder of the embedded table', '.lastseen')
    .option('--table <name>', 'use a table in DynamoDB instead of the embedded one')
    .option('--endpoint <url>', 'where that table is, if not in AWS')
    .addHelpText('after', examples)
    .action(async (options: RawSettings & TableOptions & LiveOptions & { output?: string }) => {
      const { format, question } = settingsOf(options);
      if (format !== 'table' && format !== 'json')
        throw new InputError(`--format ${format}: backfill has table and json`);
      const report = await runBackfill(options, question);
      const output = outputTo(options.output);
      await output.write(format === 'json' ? `${printableJson(report, 2)}\n` : wordsOf(report));
      setExitCode(reportMissing(report.missing));
    });
}

async function runBackfill(
  options: TableOptions & LiveOptions,
  question: ReturnType<typeof settingsOf>['question'],
): Promise<BackfillReport> {
  const session = await openLiveSession(options);
  const { accountId, chosen, history, clock } = session;
  const progress = liveProgress();
  try {
    const table = await openTable(options, 'create');
    try {
      const list = await gatherList(session.iam, accountId);
      const ports = { table, history, clock, progress, isOver: () => false };
      const filled = await backfillAccount({ accountId, chosen, question }, list, ports);
      return backfillReport(accountId, question.now, chosen, filled);
    } finally {
      progress.stop();
      await table.close();
    }
  } finally {
    session.close();
  }
}

function wordsOf({ accountId, regions, users, alreadySeen, found, remaining, writes }: BackfillReport): string {
  const lines = [
    `Account ${accountId}, ${regions.length} Region${regions.length === 1 ? '' : 's'}`,
    `  ${users} user${users === 1 ? '' : 's'} looked up, ${alreadySeen} already seen since the threshold`,
    `  ${found} answers with activity, ${remaining} lookups left for the next run, ${writes} table writes`,
  ];
  return `${lines.join('\n')}\n`;
}
