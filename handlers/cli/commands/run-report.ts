import { parseSince } from '../../../domain/history/since.ts';
import { InputError } from '../../input-error.ts';
import { type PageQuestion, readPage } from '../../query/read-page.ts';
import { reportPage } from '../../report/html/report-page.tsx';
import { missingOfPage } from '../../report/page-report.ts';
import { remark, reportMissing } from '../missing.ts';
import { openTable, type TableOptions } from '../open-table.ts';
import type { CommonOptions } from '../options/common-options.ts';
import { optionsOf } from '../options/option-problems.ts';
import { settingsOf } from '../options/settings-options.ts';
import { openOutput } from '../output.ts';
import type { ProgramContext } from '../program-context.ts';
import { withPatience } from '../progress/patience.ts';
import { type Provenance, provenanceOf } from '../provenance.ts';
import { givenTable } from './scan-inputs.ts';

/** What `lastseen report` is given. */
export interface ReportOptions extends TableOptions, CommonOptions {
  readonly output: string;
  readonly account?: string;
  readonly since?: string;
}

/** Reads the table, writes the page and sets the exit code. */
export async function runReport(options: ReportOptions, context: ProgramContext): Promise<void> {
  const { account } = settingsOf({ account: options.account });
  const since = options.since === undefined ? undefined : optionsOf(parseSince(options.since));
  const output = await openOutput({ ...options, format: 'html' }, { command: 'report', formats: ['html'] });
  const accounts = account === undefined ? undefined : [account];
  const provenance = await provenanceOf(context, givenTable(options));
  const { page, missing } = await pageOf(options, { accounts, since }, { provenance, missing: [] });
  await output.write(page);
  if (options.output !== '-') remark(`${options.output} is written; open it in a browser`, options);
  context.setExitCode(reportMissing(missing, options));
}

/** The page of these accounts from the table, and what is missing. Throws InputError where nobody was judged. */
export async function pageOf(
  options: TableOptions & CommonOptions,
  question: PageQuestion,
  context: { readonly provenance: Provenance; readonly missing: readonly string[] },
): Promise<{ readonly page: string; readonly missing: readonly string[] }> {
  const report = await withPatience(options, 'reading the table', async () => {
    const table = await openTable(options, 'existing');
    const [only] = question.accounts ?? [];
    try {
      if (only !== undefined && !(await table.accounts()).includes(only)) throw new InputError(unknownAccount(only));
      return await readPage(table, question);
    } finally {
      await table.close();
    }
  });
  return { page: reportPage(report, context), missing: missingOfPage(report) };
}

const unknownAccount = (accountId: string) =>
  `--account ${accountId}: the table does not hold this account; lastseen list names those that it holds`;
