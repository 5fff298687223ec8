import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccountId, OrganizationId } from '../../../../domain/ids.ts';
import type { Instant } from '../../../../domain/time.ts';
import { wordsOfFileError } from '../../../../infra/trail/bytes/file-error.ts';
import { InputError } from '../../../input-error.ts';
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

/** Writes `index.html` with a row an account, and, one after the other, the page of each account that was judged. */
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

async function writeAll(table: OpenTable, pages: OrganizationPages, provenance: Provenance): Promise<string[]> {
  const { organizationId, folder } = pages;
  const view = await readOrganization(table, organizationId);
  const above = { href: '../index.html', words: `organization ${organizationId}` };
  const nameOf = namesOf(view.accounts);
  const written = new Map<AccountId, string>();
  const missing = [...view.missing];
  for (const { accountId } of view.accounts) {
    const report = await readPageOf(table, [accountId], { nameOf, since: pages.since });
    if (report === undefined) continue;
    const file = `accounts/${accountId}.html`;
    await replaceFile(join(folder, file), reportPage(report, { provenance, missing: [], above }));
    written.set(accountId, file);
    missing.push(...missingOfPage(report));
  }
  const page = organizationPage(organizationReport(view), { provenance, missing, pages: written });
  await replaceFile(join(folder, 'index.html'), page);
  return missing;
}
