import { parseSince } from '../../../domain/history/since.ts';
import { InputError } from '../../input-error.ts';
import { organizationAccounts } from '../../query/organization/organization-accounts.ts';
import { type PageQuestion, readPage } from '../../query/read-page.ts';
import { readPeople } from '../../query/read-people.ts';
import { reportPage } from '../../report/html/report-page.tsx';
import { namesOf } from '../../report/many-accounts.ts';
import { missingOfPage } from '../../report/page-report.ts';
import { remark, reportMissing } from '../missing.ts';
import type { TableOptions } from '../open-table.ts';
import { type AccountOptions, accountsOf } from '../options/account-options.ts';
import type { CommonOptions } from '../options/common-options.ts';
import { optionsOf } from '../options/option-problems.ts';
import { type OrganizationOptions, organizationOf, refuseAccountsBeside } from '../options/organization-options.ts';
import { givenPeople, type PeopleOptions, refusePeopleBeside, statedPeople } from '../options/people-options.ts';
import { openOutput } from '../output.ts';
import type { ProgramContext } from '../program-context.ts';
import { givenAccounts, givenTable, type Provenance, provenanceOf } from '../provenance.ts';
import { readTable } from '../read-table.ts';
import { writeOrganizationPages } from './organization/report-organization.ts';

/** What `lastseen report` is given. */
export interface ReportOptions extends TableOptions, CommonOptions, AccountOptions, PeopleOptions, OrganizationOptions {
  readonly output: string;
  readonly since?: string;
  readonly outputFolder?: string;
}

/** Reads the table, writes the page and sets the exit code. */
export async function runReport(options: ReportOptions, context: ProgramContext): Promise<void> {
  const organization = organizationOf(options);
  refuseAccountsBeside(options);
  const given = await accountsOf(options);
  const since = options.since === undefined ? undefined : optionsOf(parseSince(options.since));
  if (options.outputFolder !== undefined) {
    if (organization === undefined) throw new InputError('--output-folder needs --organization beside it');
    refusePeopleBeside(options, '--output-folder');
    const pages = { organizationId: organization, folder: options.outputFolder, since };
    return writeOrganizationPages(pages, options, context);
  }
  const output = await openOutput({ ...options, format: 'html' }, { command: 'report', formats: ['html'] });
  const provenance = await provenanceOf(context, [
    ...givenAccounts(options),
    ...givenPeople(options),
    ...givenTable(options),
  ]);
  const {
    chosen,
    listed,
    missing: unjudged,
  } = organization === undefined
    ? { ...given, missing: [] }
    : await readTable(options, (table) => organizationAccounts(table, organization));
  const question = { accounts: chosen, nameOf: namesOf(listed), since };
  const { page, missing } = await pageOf(options, question, { provenance, missing: unjudged });
  await output.write(page);
  if (options.output !== '-') remark(`${options.output} is written; open it in a browser`, options);
  context.setExitCode(reportMissing([...unjudged, ...missing], options));
}

/** The page of these accounts from the table, and what is missing. Throws InputError where nobody was judged. */
export async function pageOf(
  options: TableOptions & CommonOptions & PeopleOptions,
  question: PageQuestion,
  context: { readonly provenance: Provenance; readonly missing: readonly string[] },
): Promise<{ readonly page: string; readonly missing: readonly string[] }> {
  const stated = await statedPeople(options);
  const report = await readTable(options, async (table) => {
    const people = await readPeople(table, stated);
    for (const line of people.problems) remark(`--people: ${line}`, options);
    return readPage(table, { ...question, people });
  });
  return { page: reportPage(report, context), missing: missingOfPage(report) };
}
