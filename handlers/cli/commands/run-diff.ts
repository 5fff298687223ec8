import { parseSince } from '../../../domain/history/since.ts';
import type { RawSettings } from '../../../domain/settings/settings.ts';
import { diffAccounts } from '../../query/diff-accounts.ts';
import { reportMissing } from '../missing.ts';
import { openTable, type TableOptions } from '../open-table.ts';
import type { AnswerOptions } from '../options/common-options.ts';
import { optionsOf } from '../options/option-problems.ts';
import { settingsOf } from '../options/settings-options.ts';
import { allRowFormats, openOutput } from '../output.ts';
import type { ProgramContext } from '../program-context.ts';
import { withPatience } from '../progress/patience.ts';
import { provenanceOf } from '../provenance.ts';
import { renderDiff } from '../render/render-diff.ts';
import { givenTable } from './scan-inputs.ts';

export type DiffOptions = RawSettings & TableOptions & AnswerOptions & { readonly since?: string };

/** Compares, prints the answer and sets the exit code. */
export async function runDiff(options: DiffOptions, context: ProgramContext): Promise<void> {
  const { account } = settingsOf(options);
  const since = options.since === undefined ? undefined : optionsOf(parseSince(options.since));
  const output = await openOutput(options, { command: 'diff', formats: allRowFormats });
  const report = await withPatience(options, 'reading the table', async () => {
    const table = await openTable(options, 'existing');
    return diffAccounts(table, { account, since }).finally(() => table.close());
  });
  const provenance = await provenanceOf(context, givenTable(options));
  await output.write(renderDiff({ ...report, provenance }, output));
  context.setExitCode(reportMissing(report.missing, options));
}
