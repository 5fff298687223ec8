import type { RawSettings, Settings } from '../../../domain/settings/settings.ts';
import { gatherList } from '../../../infra/aws/iam/iam-inventory.ts';
import { backfillAccount } from '../../backfill/backfill-account.ts';
import { type BackfillReport, backfillReport } from '../../report/backfill-report.ts';
import { countWords } from '../../report/count-words.ts';
import { openLiveSession } from '../live-session.ts';
import { reportMissing } from '../missing.ts';
import { openTable, type TableOptions } from '../open-table.ts';
import type { AnswerOptions } from '../options/common-options.ts';
import type { LiveOptions } from '../options/live-options.ts';
import { settingsOf } from '../options/settings-options.ts';
import { openOutput } from '../output.ts';
import type { ProgramContext } from '../program-context.ts';
import { liveProgress } from '../progress/live-progress.ts';
import { givenTable, provenanceOf } from '../provenance.ts';
import { printableJson } from '../render/printable-json.ts';
import { wrapHanging } from '../render/text-width.ts';

export type BackfillOptions = RawSettings & AnswerOptions & TableOptions & LiveOptions & { readonly format?: string };

/** Fills the table, prints the answer and sets the exit code. */
export async function runBackfill(options: BackfillOptions, context: ProgramContext): Promise<void> {
  const { question } = settingsOf(options);
  const output = await openOutput(options, { command: 'backfill', formats: ['table', 'json'] });
  const report = await fill(options, question);
  const lines = wordsOf(report).flatMap((line) => wrapHanging(line, output.terminal.columns));
  const json = { ...report, provenance: await provenanceOf(context, givenTable(options)) };
  await output.write(`${output.format === 'json' ? printableJson(json, 2) : lines.join('\n')}\n`);
  context.setExitCode(reportMissing(report.missing, options));
}

async function fill(options: BackfillOptions, question: Settings['question']): Promise<BackfillReport> {
  const session = await openLiveSession(options);
  const { accountId, chosen, history, clock } = session;
  const progress = liveProgress(options);
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

function wordsOf({ accountId, regions, users, alreadySeen, found, remaining, writes }: BackfillReport): string[] {
  return [
    `Account ${accountId}, ${countWords(regions.length, 'Region')}`,
    `  ${countWords(users, 'user')} looked up, ${alreadySeen} already seen since the threshold`,
    `  ${found} answers with activity, ${remaining} lookups left for the next run, ${writes} table writes`,
  ];
}
