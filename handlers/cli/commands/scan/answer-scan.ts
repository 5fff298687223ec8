/** Reads everything that a scan is given, judges, and writes the table. */

import type { ListedAccount } from '../../../../domain/organization/member-account.ts';
import type { Settings } from '../../../../domain/settings/settings.ts';
import { readAccountListFile } from '../../../../infra/local/account-list-file.ts';
import type { FromFile } from '../../../../infra/local/credential-report-files.ts';
import { type ScanReport, scanReport, verdictsOf } from '../../../report/scan-report.ts';
import type { Judged } from '../../../report/user-report.ts';
import type { JudgedScan } from '../../../scan/join-scans.ts';
import { readInventory } from '../../../scan/read-inventory.ts';
import { scan } from '../../../scan/scan.ts';
import { mergeReadings } from '../../../trail/merge-readings.ts';
import type { TrailReading } from '../../../trail/trail-reading.ts';
import { type OpenTable, openTable } from '../../open-table.ts';
import { writeProgress } from '../../progress/write-progress.ts';
import { openProviders } from '../providers/open-providers.ts';
import type { OpenedProvider } from '../providers/opened-provider.ts';
import { openArchives, readLogFiles } from './read-trails.ts';
import type { LiveScan } from './scan-live.ts';
import { inventoryPathsOf, type ScanOptions } from './scan-options.ts';
import { watchedRegions } from './watched-regions.ts';

/** The answer of a scan, and the verdicts that it reports. */
export interface ScanAnswer {
  readonly report: ScanReport;
  readonly verdicts: readonly Judged[];
  /** The accounts of the list that was given. */
  readonly listed: readonly ListedAccount[] | undefined;
}

/** The scan from its files to its report; the table is open for as long as it takes. */
export async function answerScan(options: ScanOptions, settings: Settings): Promise<ScanAnswer> {
  const { reportMade, question } = settings;
  const scanArchives = await openArchives(options, question.now);
  const listed = await accountsFileOf(options);
  const session = options.live ? await openLive(options) : undefined;
  try {
    const files = await readInventory({ ...inventoryPathsOf(options), reportMade }, question.now);
    const providers = await openProviders(options, settings);
    const table = await openTable(options, 'create');
    try {
      const logFiles = await readLogFiles(options, question.now, table);
      const archives = await scanArchives(table);
      const reading = mergeReadings([...logFiles, ...archives]);
      const leftOut = archives.flatMap((archive) => archive.leftOut);
      const asked = await session?.ask(settings, table, leftOut);
      const inventory = asked?.inventory ?? files;
      const regions = watchedRegions(session?.regions, leftOut);
      const writes = archives.reduce((sum, archive) => sum + archive.writes, asked?.writes ?? 0);
      const gathered = { reading, inventory, writes, listed, providers };
      return await judge(gathered, { ...settings, question: { ...question, regions } }, table, options);
    } finally {
      await table.close();
    }
  } finally {
    session?.close();
  }
}

async function accountsFileOf({ accountsFile }: ScanOptions) {
  return accountsFile === undefined ? undefined : readAccountListFile(accountsFile);
}

/** Loaded only where AWS is asked. */
async function openLive(options: ScanOptions): Promise<LiveScan> {
  const { openLiveScan } = await import('./scan-live.ts');
  return openLiveScan(options);
}

/** What was read of the logs and the inventory, and how many writes that took. */
interface Gathered {
  readonly reading: TrailReading | undefined;
  readonly inventory: Parameters<typeof scan>[1];
  readonly writes: number;
  readonly listed: FromFile<readonly ListedAccount[]> | undefined;
  readonly providers: readonly OpenedProvider[];
}

/** Judges and writes; a bar stands until the report is made. */
async function judge(
  { reading, inventory: gathered, writes, listed, providers }: Gathered,
  settings: Settings,
  table: OpenTable,
  options: ScanOptions,
): Promise<ScanAnswer> {
  const progress = writeProgress(options);
  try {
    const inventory = gathered && { ...gathered, missing: [...gathered.missing, ...(listed?.missing ?? [])] };
    const { planned } = progress;
    const own = await scan(reading, inventory, settings, progress.follow(table), planned);
    const ofAws = { scanned: { ...own, writes: writes + own.writes }, reading, inventory };
    const answer = await withOthers(ofAws, providers, (each) => each.scan(settings, progress.follow(table), planned));
    const { scanned } = answer;
    const report = scanReport(scanned, answer.reading, answer.inventory, settings, listed?.value);
    return { report, verdicts: verdictsOf(scanned, settings.question), listed: listed?.value };
  } finally {
    progress.stop();
  }
}

async function withOthers(
  ofAws: JudgedScan,
  providers: readonly OpenedProvider[],
  scanOne: (provider: OpenedProvider) => Promise<JudgedScan>,
): Promise<JudgedScan> {
  if (providers.length === 0) return ofAws;
  const { joinScans } = await import('../../../scan/join-scans.ts');
  let joined = ofAws;
  for (const provider of providers) joined = joinScans(joined, await scanOne(provider));
  return joined;
}
