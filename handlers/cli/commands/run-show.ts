import type { RawSettings } from '../../../domain/settings/settings.ts';
import { showUser } from '../../query/show-user.ts';
import type { AnswerOptions } from '../common-options.ts';
import { reportMissing } from '../missing.ts';
import { openTable, type TableOptions } from '../open-table.ts';
import { openOutput } from '../output.ts';
import type { ProgramContext } from '../program-context.ts';
import { withPatience } from '../progress/patience.ts';
import { provenanceOf } from '../provenance.ts';
import { printableJson } from '../render/printable-json.ts';
import { renderShow } from '../render/render-show.ts';
import { settingsOf } from '../settings-options.ts';
import { givenTable } from './scan-inputs.ts';

export type ShowOptions = RawSettings & TableOptions & AnswerOptions & { readonly format?: string };

/** Shows one user and sets the exit code. */
export async function runShow(who: string, options: ShowOptions, context: ProgramContext): Promise<void> {
  const { account } = settingsOf(options);
  const output = await openOutput(options, { command: 'show', formats: ['table', 'json'] });
  const report = await withPatience(options, 'reading the table', async () => {
    const table = await openTable(options, 'existing');
    return showUser(table, who, account).finally(() => table.close());
  });
  const json = { ...report, provenance: await provenanceOf(context, givenTable(options)) };
  await output.write(output.format === 'json' ? `${printableJson(json, 2)}\n` : renderShow(report, output.terminal));
  context.setExitCode(reportMissing(report.missing, options));
}
