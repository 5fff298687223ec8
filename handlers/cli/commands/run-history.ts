import type { RawSettings } from '../../../domain/settings/settings.ts';
import { userHistory } from '../../query/user-history.ts';
import type { AnswerOptions } from '../common-options.ts';
import { reportMissing } from '../missing.ts';
import { openTable, type TableOptions } from '../open-table.ts';
import { openOutput } from '../output.ts';
import type { ProgramContext } from '../program-context.ts';
import { withPatience } from '../progress/patience.ts';
import { printableJson } from '../render/printable-json.ts';
import { renderHistory } from '../render/render-history.ts';
import { settingsOf } from '../settings-options.ts';

export type HistoryOptions = RawSettings & TableOptions & AnswerOptions;

/** Shows the history of one user and sets the exit code. */
export async function runHistory(who: string, options: HistoryOptions, { setExitCode }: ProgramContext): Promise<void> {
  const { account } = settingsOf(options);
  const output = await openOutput(options, { command: 'history', formats: ['table', 'json'] });
  const report = await withPatience(options, 'reading the table', async () => {
    const table = await openTable(options, 'existing');
    return userHistory(table, who, account).finally(() => table.close());
  });
  const isJson = output.format === 'json';
  await output.write(isJson ? `${printableJson(report, 2)}\n` : renderHistory(report, output.terminal));
  setExitCode(reportMissing(report.missing, options));
}
