import type { RawSettings } from '../../../domain/settings/settings.ts';
import { userHistory } from '../../query/user-history.ts';
import type { AnswerOptions } from '../common-options.ts';
import { reportMissing } from '../missing.ts';
import { openTable, type TableOptions } from '../open-table.ts';
import { openOutput } from '../output.ts';
import type { ProgramContext } from '../program-context.ts';
import { withPatience } from '../progress/patience.ts';
import { provenanceOf } from '../provenance.ts';
import { printableJson } from '../render/printable-json.ts';
import { renderHistory } from '../render/render-history.ts';
import { settingsOf } from '../settings-options.ts';
import { givenTable } from './scan-inputs.ts';

export type HistoryOptions = RawSettings & TableOptions & AnswerOptions;

/** Shows the history of one user and sets the exit code. */
export async function runHistory(who: string, options: HistoryOptions, context: ProgramContext): Promise<void> {
  const { account } = settingsOf(options);
  const output = await openOutput(options, { command: 'history', formats: ['table', 'json'] });
  const report = await withPatience(options, 'reading the table', async () => {
    const table = await openTable(options, 'existing');
    return userHistory(table, who, account).finally(() => table.close());
  });
  const json = { ...report, provenance: await provenanceOf(context, givenTable(options)) };
  await output.write(output.format === 'json' ? `${printableJson(json, 2)}\n` : renderHistory(report, output.terminal));
  context.setExitCode(reportMissing(report.missing, options));
}
