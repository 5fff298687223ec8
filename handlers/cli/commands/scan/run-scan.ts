import { isTrailUrl } from '../../../../domain/archive/trail-location.ts';
import type { ListedAccount } from '../../../../domain/organization/member-account.ts';
import { both } from '../../../../domain/parsed.ts';
import { isFindingFormat, parseSettings, type Settings } from '../../../../domain/settings/settings.ts';
import type { Instant } from '../../../../domain/time.ts';
import { readAccountListFile } from '../../../../infra/local/account-list-file.ts';
import type { FromFile } from '../../../../infra/local/credential-report-files.ts';
import { clockTime } from '../../../clock.ts';
import { InputError } from '../../../input-error.ts';
import { isSelective, parseListSelection } from '../../../query/list-selection.ts';
import { namesOf } from '../../../report/many-accounts.ts';
import { type ScanReport, scanReport, verdictsOf } from '../../../report/scan-report.ts';
import { userColumns } from '../../../report/user-columns.ts';
import type { Judged } from '../../../report/user-report.ts';
import type { JudgedScan } from '../../../scan/join-scans.ts';
import { readInventory } from '../../../scan/read-inventory.ts';
import { scan } from '../../../scan/scan.ts';
import { mergeReadings } from '../../../trail/merge-readings.ts';
import { readTrail } from '../../../trail/read-trail.ts';
import type { TrailReading } from '../../../trail/trail-reading.ts';
import { exitCodes } from '../../exit-codes.ts';
import { sameTable } from '../../hints.ts';
import { remark, reportMissing } from '../../missing.ts';
import { type OpenTable, openTable } from '../../open-table.ts';
import { optionsOf } from '../../options/option-problems.ts';
import { checkColumns } from '../../options/selection-options.ts';
import { allFormats, openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { withPatience } from '../../progress/patience.ts';
import { scanProgress } from '../../progress/scan-progress.ts';
import { writeProgress } from '../../progress/write-progress.ts';
import { type GivenInput, provenanceOf } from '../../provenance.ts';
import { renderScan } from '../../render/render-scan.ts';
import { openProviders } from '../providers/open-providers.ts';
import type { OpenedProvider } from '../providers/opened-provider.ts';
import { writeFindings } from '../write-findings.ts';
import { failuresOf } from './scan-failures.ts';
import { openScanInputs } from './scan-inputs.ts';
import type { LiveScan } from './scan-live.ts';
import { checkScanOptions, inventoryPathsOf, type ScanOptions } from './scan-options.ts';
import { watchedRegions } from './watched-regions.ts';

/** Scans, prints the answer and sets the exit code. */
export async function scanCommand(typed: ScanOptions, context: ProgramContext): Promise<void> {
  const parsed = both(parseSettings(typed, clockTime()), parseListSelection(typed, userColumns));
  const [settings, selection] = optionsOf(parsed);
  const output = await openOutput(typed, { command: 'scan', formats: [...allFormats, 'html'] });
  checkScanOptions(typed, settings);
  checkColumns(typed.columns, output.format);
  if (output.format === 'html' && isSelective(selection)) throw new InputError(pageHasAll);
  if (typed.organization) {
    const { format } = output;
    if (format === 'html') throw new InputError('--format html: an organization has table, json, csv and markdown');
    const { runScanOrganization } = await import('../organization/scan-organization.ts');
    return runScanOrganization(typed, { settings, selection, output: { ...output, format } }, context);
  }
  const { options, inputs, close } = await openScanInputs(typed);
  try {
    const { report, verdicts, listed } = await runScan(options, settings);
    const failures = failuresOf(report, settings.failOn);
    const { format } = output;
    if (isFindingFormat(format)) {
      await writeFindings(format, output, { verdicts, selection, now: settings.question.now });
    } else if (format === 'html') {
      await output.write(await pageAfter(report, { options, inputs, context }, listed));
    } else {
      const provenance = format === 'json' && (await provenanceOfInputs(inputs, options, context));
      const listCommand = sameTable(context, 'list', options);
      const view = {
        all: options.all === true,
        listCommand,
        selection,
        failures,
        isNamed: options.accountsFile !== undefined,
      };
      await output.write(renderScan({ ...report, ...(provenance && { provenance }) }, { ...output, format }, view));
    }
    context.setExitCode(endOf(report, failures, options));
  } finally {
    await close();
  }
}

const pageHasAll =
  '--format html: the page shows every user and selects by itself; leave out --state, --tag and the like';

interface Asked {
  readonly options: ScanOptions;
  readonly inputs: readonly GivenInput[];
  readonly context: ProgramContext;
}

/** The page of the accounts that the scan judged. */
async function pageAfter(
  { accounts, missing }: ScanReport,
  { options, inputs, context }: Asked,
  listed: ScanAnswer['listed'],
): Promise<string> {
  const { pageOf } = await import('../run-report.ts');
  const ids = accounts.map(({ accountId }) => accountId);
  const question = { accounts: ids, nameOf: namesOf(listed), since: undefined };
  const provenance = await provenanceOfInputs(inputs, options, context);
  return (await pageOf(options, question, { provenance, missing })).page;
}

function provenanceOfInputs(inputs: readonly GivenInput[], options: ScanOptions, context: ProgramContext) {
  return withPatience(options, 'reading the inputs once more for their digests', () => provenanceOf(context, inputs));
}

/** The answer of a scan, and the verdicts that it reports. */
export interface ScanAnswer {
  readonly report: ScanReport;
  readonly verdicts: readonly Judged[];
  /** The accounts of the list that was given. */
  readonly listed: readonly ListedAccount[] | undefined;
}

/** The scan from its files to its report; the table is open for as long as it takes. */
export async function runScan(options: ScanOptions, settings: Settings): Promise<ScanAnswer> {
  const { trail = [], live = false } = options;
  const { now } = settings.question;
  const [urls, paths] = [trail.filter(isTrailUrl), trail.filter((path) => !isTrailUrl(path))];
  const archived = urls.length === 0 ? undefined : await archivesOf(options, urls, now);
  const listed = await accountsFileOf(options);
  const session = live ? await openLive(options) : undefined;
  try {
    const { reportMade } = settings;
    const files = await readInventory({ ...inventoryPathsOf(options), reportMade }, now);
    const providers = await openProviders(options, settings);
    const table = await openTable(options, 'create');
    try {
      const local = await readPaths(paths, now, options, table);
      const archives = archived === undefined ? [] : await archived(table);
      const reading = mergeReadings([...local, ...archives]);
      const leftOut = archives.flatMap((archive) => archive.leftOut);
      const asked = await session?.ask(settings, table, leftOut);
      const inventory = asked?.inventory ?? files;
      const question = { ...settings.question, regions: watchedRegions(session?.regions, leftOut) };
      const writes = archives.reduce((sum, archive) => sum + archive.writes, asked?.writes ?? 0);
      return await judge({ reading, inventory, writes, listed, providers }, { ...settings, question }, table, options);
    } finally {
      await table.close();
    }
  } finally {
    session?.close();
  }
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

async function accountsFileOf({ accountsFile }: ScanOptions) {
  return accountsFile === undefined ? undefined : readAccountListFile(accountsFile);
}

async function archivesOf(options: ScanOptions, urls: readonly string[], now: Instant) {
  const { archiveRequests, scanArchives } = await import('./scan-archives.ts');
  const requests = archiveRequests(urls, options, now);
  if (options.profile !== undefined) {
    const { useProfile } = await import('../../../aws-profile.ts');
    const [profile = options.profile] = options.profile.split(',');
    await useProfile(profile.trim());
  }
  return (table: OpenTable) => scanArchives(requests, table, options);
}

/** Loaded only where AWS is asked. */
async function openLive(options: ScanOptions): Promise<LiveScan> {
  const { openLiveScan } = await import('./scan-live.ts');
  return openLiveScan(options);
}

async function readPaths(
  paths: readonly string[],
  now: Instant,
  options: ScanOptions,
  table: OpenTable,
): Promise<TrailReading[]> {
  if (paths.length === 0) return [];
  const progress = await scanProgress(options, paths);
  const reading = await readTrail(paths, now, progress).finally(() => progress.stop());
  if (reading.evidence === undefined) return [reading];
  const { checkDigestsOf } = await import('./check-digests.ts');
  return [await checkDigestsOf(reading, options, table)];
}

/** What is missing from the answer outweighs any finding. `--quiet` hides neither. */
function endOf({ missing }: ScanReport, failures: readonly string[], options: ScanOptions): number {
  const code = reportMissing(missing, options);
  for (const line of failures) remark(line, {});
  return code === exitCodes.done && failures.length > 0 ? exitCodes.finding : code;
}
