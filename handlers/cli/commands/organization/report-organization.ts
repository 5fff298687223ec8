import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import type { AccountId, OrganizationId } from '../../../../domain/ids.ts';
import type { OrganizationAccount } from '../../../../domain/organization/organization-account.ts';
import type { Instant } from '../../../../domain/time.ts';
import { wordsOfFileError } from '../../../../infra/trail/bytes/file-error.ts';
import { InputError } from '../../../input-error.ts';
import { checkSince } from '../../../query/diff-accounts.ts';
import { readOrganization } from '../../../query/organization/read-organization.ts';
import { readPageOf } from '../../../query/read-page.ts';
import { organizationPage } from '../../../report/html/organization-page.tsx';
import { reportPage } from '../../../report/html/report-page.tsx';
import { namesOf } from '../../../report/many-accounts.ts';
import { organizationReport } from '../../../report/organization-report.ts';
import { missingOfPage } from '../../../report/page-report.ts';
import { remark, reportMissing } from '../../missing.ts';
import type { OpenTable, TableOptions } from '../../open-table.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import { replaceFile } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { givenTable, type Provenance, provenanceOf } from '../../provenance.ts';
import { readTable } from '../../read-table.ts';

/** The organization, the folder of its pages, and since when they show changes. */
export interface OrganizationPages {
  readonly organizationId: OrganizationId;
  readonly folder: string;
  readonly since: Instant | undefined;
}

/** Writes `index.html` with a row an account, and the page of each account that was judged. */
export async function writeOrganizationPages(
  pages: OrganizationPages,
  options: TableOptions & CommonOptions,
  context: ProgramContext,
): Promise<void> {
  const provenance = await provenanceOf(context, givenTable(options));
  await makeFolder(pages.folder);
  const missing = await readTable(options, (table) => writeAll(table, pages, provenance));
  remark(`${join(pages.folder, 'index.html')} is written; open it in a browser`, options);
  context.setExitCode(reportMissing(missing, options));
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(join(folder, 'accounts'), { recursive: true }).catch((error: unknown) => {
    throw new InputError(`--output-folder ${folder}: ${wordsOfFileError(error)}`, { cause: error });
  });
}

/** The table answers one while another page is made; more would only take memory. */
const pagesAtOnce = 4;

interface WrittenPage {
  readonly accountId: AccountId;
  /** Seen from the folder. */
  readonly file: string;
  readonly missing: readonly string[];
}

async function writeAll(table: OpenTable, pages: OrganizationPages, provenance: Provenance): Promise<string[]> {
  const { organizationId, folder } = pages;
  const view = await readOrganization(table, organizationId);
  const above = { href: '../index.html', words: `organization ${organizationId}` };
  const nameOf = namesOf(view.accounts);
  const latest = view.accounts.flatMap(({ judged }) => (judged === undefined ? [] : [{ asOf: judged.at }]));
  checkSince(latest, pages.since);
  const writeOne = async ({ accountId }: OrganizationAccount): Promise<WrittenPage | undefined> => {
    const report = await readPageOf(table, [accountId], { nameOf, since: pages.since });
    if (report === undefined) return undefined;
    const file = `accounts/${accountId}.html`;
    await replaceFile(join(folder, file), reportPage(report, { provenance, missing: [], above }));
    return { accountId, file, missing: missingOfPage(report) };
  };
  const written = (await pMap(view.accounts, writeOne, { concurrency: pagesAtOnce })).filter(
    (each) => each !== undefined,
  );
  const missing = [...view.missing, ...written.flatMap((each) => each.missing)];
  const files = new Map(written.map(({ accountId, file }) => [accountId, file]));
  const page = organizationPage(organizationReport(view), { provenance, missing, pages: files });
  await replaceFile(join(folder, 'index.html'), page);
  return missing;
}
