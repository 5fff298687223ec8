import { parseSettings, type RawSettings } from '../../../domain/settings/settings.ts';
import { type ScanReport, scanReport } from '../../../handlers/report/scan-report.ts';
import { readInventory } from '../../../handlers/scan/read-inventory.ts';
import { scan } from '../../../handlers/scan/scan.ts';
import { readTrail } from '../../../handlers/trail/read-trail.ts';
import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import { okOf } from '../../domain/ok-of.ts';
import { now } from '../../e2e/inputs.ts';

/** The files of one scan; what is absent is not given. */
export interface ScanFiles {
  readonly trail?: readonly string[];
  readonly report?: string;
  readonly details?: string;
  readonly users?: string;
}

const silent = { bytes: () => {}, file: () => {} };

/** A scan of these files as the command makes it, at the time of all these tests, into any table. */
export async function scanFiles(table: LastSeenTable, files: ScanFiles, raw: RawSettings = {}): Promise<ScanReport> {
  const settings = okOf(parseSettings(raw, now));
  const { trail, report, details, users } = files;
  const listed = { authorizationDetails: listOf(details), users: listOf(users) };
  const inventory = await readInventory({ credentialReport: listOf(report), ...listed }, settings.question.now);
  const reading = trail === undefined ? undefined : await readTrail(trail, settings.question.now, silent);
  return scanReport(await scan(reading, inventory, settings, table), reading, inventory, settings);
}

const listOf = (file: string | undefined) => (file === undefined ? [] : [file]);

/** All that the table holds, as text whose bytes can be compared. */
export async function dumpOf(table: LastSeenTable): Promise<string> {
  const accounts = [];
  for (const accountId of await table.accounts()) accounts.push(await table.readAccount(accountId));
  return JSON.stringify(accounts, (_, part: unknown) => canonical(part), 1);
}

function canonical(part: unknown): unknown {
  if (part instanceof Map) return canonical(Object.fromEntries(part));
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}
