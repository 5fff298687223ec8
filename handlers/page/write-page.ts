/** The flow that keeps the report page in a bucket as the latest run left the table. */

import type { AccountId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { LatestRun } from '../../infra/ports/latest-run.ts';
import type { ReportBucket } from '../../infra/ports/report-bucket.ts';
import { type PageTable, readPage } from '../query/read-page.ts';
import type { PageProvenance } from '../report/html/provenance-section.tsx';
import { reportPage } from '../report/html/report-page.tsx';
import { missingOfPage } from '../report/page-report.ts';

/** Whose page, and what its last section says of its making. */
export interface PageRequest {
  readonly accountId: AccountId;
  readonly tableName: string;
  readonly toolVersion: string;
}

/** What the flow reads and writes. */
export interface PagePorts {
  readonly table: PageTable;
  /** The latest run whose page is in the bucket. */
  readonly written: LatestRun;
  readonly bucket: ReportBucket;
}

/** `no-run`: nobody was judged yet. `up-to-date`: the page of the latest run is in the bucket. */
export type PageOutcome =
  | { readonly kind: 'no-run' }
  | { readonly kind: 'up-to-date'; readonly asOf: Instant }
  | {
      readonly kind: 'written';
      readonly asOf: Instant;
      readonly users: number;
      readonly bytes: number;
      /** What the page could not be made of, in words; the page says the same. */
      readonly missing: readonly string[];
    };

/**
 * Writes the page of the latest run, once. The run is remembered after the page is in the bucket: a flow that stops
 * between the two writes the same page again. Throws where the table or the bucket refuses.
 */
export async function writePage(request: PageRequest, ports: PagePorts): Promise<PageOutcome> {
  const { accountId } = request;
  const { table, written, bucket } = ports;
  const run = await table.readRun(accountId);
  if (run === undefined) return { kind: 'no-run' };
  const { asOf } = run;
  if ((await written.readLatestRun(accountId)) === asOf) return { kind: 'up-to-date', asOf };
  const report = await readPage(table, { accounts: [accountId], nameOf: () => ({}), since: undefined });
  const html = Buffer.from(reportPage(report, { provenance: provenanceOf(request), missing: [] }));
  await bucket.put(html);
  await written.putLatestRun(accountId, asOf);
  return { kind: 'written', asOf, users: report.users.length, bytes: html.length, missing: missingOfPage(report) };
}

/** What `lastseen report` says of itself, so that this command makes the same page byte for byte. */
function provenanceOf({ accountId, tableName, toolVersion }: PageRequest): PageProvenance {
  return {
    tool: 'lastseen',
    version: toolVersion,
    command: ['report', '--table', tableName, '--account', accountId],
    inputs: [{ option: '--table', name: tableName, bytes: null, files: null, sha256: null }],
  };
}
