import type { RawSettings } from '../../../domain/settings/settings.ts';
import { InputError } from '../../input-error.ts';
import { type ListReport, listAssessments } from '../../query/list-assessments.ts';
import type { AnswerOptions } from '../common-options.ts';
import { reportMissing } from '../missing.ts';
import { openTable, type TableOptions } from '../open-table.ts';
import { allFormats, openOutput } from '../output.ts';
import type { ProgramContext } from '../program-context.ts';
import { withPatience } from '../progress/patience.ts';
import { provenanceOf } from '../provenance.ts';
import { renderList } from '../render/render-list.ts';
import { settingsOf } from '../settings-options.ts';
import { givenTable } from './scan-inputs.ts';

export type ListOptions = RawSettings & TableOptions & AnswerOptions & { readonly format?: string };

/** Lists, prints the answer and sets the exit code. */
export async function runList(options: ListOptions, context: ProgramContext): Promise<void> {
  const settings = settingsOf(options);
  const output = await openOutput(options, { command: 'list', formats: allFormats });
  const report = await withPatience(options, 'reading the table', async () => {
    const table = await openTable(options, 'existing');
    return listAssessments(table, settings).finally(() => table.close());
  });
  if (report.accounts.length === 0) throw new InputError(nothingToList(report));
  const provenance = await provenanceOf(context, givenTable(options));
  await output.write(renderList({ ...report, provenance }, output));
  context.setExitCode(reportMissing(report.missing, options));
}

function nothingToList({ unjudged }: ListReport): string {
  const seen =
    unjudged.length === 0 ? 'the table is empty' : `logs of ${unjudged.join(', ')} were scanned without an inventory`;
  return `no verdicts yet: ${seen}; run lastseen scan with --live or --credential-report`;
}
