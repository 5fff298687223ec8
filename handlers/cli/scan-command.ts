import { Command } from 'commander';
import { isTrailUrl } from '../../domain/archive/trail-location.ts';
import type { Region } from '../../domain/ids.ts';
import { settingBounds } from '../../domain/settings/bounds.ts';
import type { RawSettings, Settings } from '../../domain/settings/settings.ts';
import type { Instant } from '../../domain/time.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { ArchiveReading } from '../archive/archive-tally.ts';
import { useProfile } from '../aws-profile.ts';
import { InputError } from '../input-error.ts';
import { type ScanReport, scanReport } from '../report/scan-report.ts';
import { gatherLive } from '../scan/live-scan.ts';
import { readInventory } from '../scan/read-inventory.ts';
import { scan } from '../scan/scan.ts';
import { mergeReadings } from '../trail/merge-readings.ts';
import { readTrail, type TrailReading } from '../trail/read-trail.ts';
import { exitCodes, reportMissing } from './failure.ts';
import { liveProgress } from './live-progress.ts';
import { type LiveOptions, type LiveSession, openLiveSession } from './live-session.ts';
import { openTable, type TableOptions } from './open-table.ts';
import { outputTo } from './output.ts';
import { renderScan } from './render-scan.ts';
import { type ArchiveOptions, archiveRequests, scanArchives } from './scan-archives.ts';
import { scanProgress } from './scan-progress.ts';
import { settingsOf } from './settings-options.ts';

export interface ScanOptions extends RawSettings, TableOptions, LiveOptions, ArchiveOptions {
  readonly live?: boolean;
  readonly trail?: readonly string[];
  readonly credentialReport?: string;
  readonly authorizationDetails?: readonly string[];
  readonly users?: readonly string[];
  readonly sshKeys?: readonly string[];
  readonly output?: string;
  readonly all?: boolean;
}

const examples = `
Examples:
  lastseen scan --trail AWSLogs/ --credential-report report.csv --authorization-details details.json
  lastseen scan --credential-report report.csv                 inventory alone: nothing corroborated by CloudTrail
  lastseen scan --trail AWSLogs/                               logs alone: who was seen, when and how
  lastseen scan --trail s3://trail-bucket --since 2026-08-01   a bucket; a later scan reads only what is new
  lastseen scan --live --profile audit                         no files; read-only credentials are enough
  lastseen scan ... --threshold 45 --exempt 'svc-*' --exempt 'intern-* until=2027-08-31 summer'
  lastseen scan ... --exempt-tag lastseen:exempt               a tag's value may say: until=2027-03-31 seasonal
  lastseen scan ... --format json --output verdicts.json --fail-on unused

Exit codes: 0 done; 1 --fail-on found something; 2 wrong usage, or some input could not be read; 75 try again, it may pass.`;

export function scanCommand(setExitCode: (code: number) => void): Command {
  return new Command('scan')
    .description('read logs and inventory files, bring the table up to date, judge every user')
    .option('--trail <path...>', 'CloudTrail log files, folders of them, or s3://BUCKET/PREFIX')
    .option('--since <time>', 'bucket only: start with this day or time (UTC, inclusive)')
    .option('--until <time>', 'bucket only: stop at this day or time (UTC, exclusive)')
    .option('--accounts <list>', 'bucket only: read only these accounts, separated by commas (default: all)')
    .option('--again', 'bucket only: read finished objects once more')
    .option('--credential-report <file>', 'the CSV, or the whole answer of aws iam get-credential-report')
    .option('--report-made <time>', 'when a report without a date was made, like 2026-11-23T08:00:00Z')
    .option('--authorization-details <file...>', 'aws iam get-account-authorization-details --filter User')
    .option('--users <file...>', 'aws iam list-users')
    .option('--ssh-keys <user=file...>', 'aws iam list-ssh-public-keys --user-name USER, of users of the report')
    .option('--live', "ask AWS for the inventory and for 90 days of CloudTrail's event history")
    .option('--profile <name>', 'live or bucket: a profile of your AWS configuration')
    .option('--regions <list>', 'live or bucket: all, or Regions separated by commas (default: all)')
    .option(
      '--threshold <days>',
      `days without activity after which a user is idle (default: ${settingBounds.thresholdDays.default})`,
    )
    .option('--now <iso-time>', 'judge as of this moment, like 2026-11-23T08:00:00Z (default: the clock)')
    .option('--exempt-tag <key=value...>', 'users with this tag are exempt; KEY alone accepts any value')
    .option('--exempt <name-pattern...>', 'users with this name or /path are exempt; * is any text, ? is one character')
    .option('--fail-on <finding>', 'unused: exit with 1 if a user is unused and not exempt')
    .option('--format <format>', 'table, json, csv or ndjson (default: table)')
    .option('--output <file>', 'write the answer to this file instead of standard output')
    .option('--all', 'show active users in the table too')
    .option('--data <dir>', 'folder of the embedded table', '.lastseen')
    .option('--table <name>', 'use a table in DynamoDB instead of the embedded one')
    .option('--endpoint <url>', 'where that table is, if not in AWS')
    .addHelpText('after', examples)
    .action(async (options: ScanOptions) => {
      const settings = settingsOf(options);
      const report = await runScan(options, settings);
      const output = outputTo(options.output);
      await output.write(renderScan(report, settings.format, output.terminal, options.all === true));
      setExitCode(endOf(report, settings));
    });
}

/** The scan from its files to its report; the table is open for as long as it takes. */
export async function runScan(options: ScanOptions, settings: Settings): Promise<ScanReport> {
  const { trail = [], credentialReport, authorizationDetails = [], users = [], sshKeys = [], live = false } = options;
  const { now } = settings.question;
  const files = authorizationDetails.length + users.length + sshKeys.length + (credentialReport === undefined ? 0 : 1);
  if (live && files > 0) {
    throw new InputError(
      '--live asks IAM itself: leave out --credential-report, --authorization-details, --users and --ssh-keys',
    );
  }
  if (settings.reportMade !== undefined && credentialReport === undefined) {
    throw new InputError('--report-made needs --credential-report beside it');
  }
  const [urls, paths] = [trail.filter(isTrailUrl), trail.filter((path) => !isTrailUrl(path))];
  refuseIdleOptions(options, urls);
  if (!live && trail.length + files === 0) {
    throw new InputError(
      'nothing to scan: give --live, --trail or --credential-report; lastseen scan --help has examples',
    );
  }
  const requests = archiveRequests(urls, options, now);
  if (urls.length > 0 && options.profile !== undefined) useProfile(options.profile);
  const session = live ? await openLiveSession(options) : undefined;
  try {
    const { reportMade } = settings;
    const files = await readInventory({ credentialReport, reportMade, authorizationDetails, users, sshKeys }, now);
    const table = await openTable(options, 'create');
    try {
      const local = await readPaths(paths, now);
      const archives = requests.length === 0 ? [] : await scanArchives(requests, table);
      const reading = mergeReadings([...local, ...archives]);
      const asked = session === undefined ? undefined : await askLive(session, settings, table);
      const inventory = asked?.inventory ?? files;
      const question = { ...settings.question, regions: regionsToWatch(session, archives) };
      const scanned = await scan(reading, inventory, { ...settings, question }, table);
      const writes = archives.reduce((sum, archive) => sum + archive.writes, scanned.writes + (asked?.writes ?? 0));
      return scanReport({ ...scanned, writes }, reading, inventory, settings);
    } finally {
      await table.close();
    }
  } finally {
    session?.close();
  }
}

function refuseIdleOptions(options: ScanOptions, urls: readonly string[]): void {
  const { live = false, profile, regions, since, until, accounts, again } = options;
  if (urls.length > 0) return;
  if (!live && (profile ?? regions) !== undefined) {
    throw new InputError('--profile and --regions need --live or --trail s3://... beside them');
  }
  if ((since ?? until ?? accounts ?? again) !== undefined) {
    throw new InputError('--since, --until, --accounts and --again need --trail s3://... beside them');
  }
}

async function readPaths(paths: readonly string[], now: Instant): Promise<TrailReading[]> {
  if (paths.length === 0) return [];
  const progress = await scanProgress(paths);
  return [await readTrail(paths, now, progress).finally(() => progress.stop())];
}

/** The enabled Regions, where AWS was asked, and the Regions of an archive that were left out: nobody looked there. */
function regionsToWatch(session: LiveSession | undefined, archives: readonly ArchiveReading[]): Region[] | undefined {
  const leftOut = archives.flatMap((archive) => archive.leftOut);
  const all = [...new Set([...(session?.chosen.enabled ?? []), ...leftOut])];
  return session?.chosen.enabled === undefined && leftOut.length === 0 ? undefined : all;
}

function askLive(session: LiveSession, settings: Settings, table: LastSeenTable): ReturnType<typeof gatherLive> {
  const progress = liveProgress();
  const { accountId, chosen, history, clock, gatherInventory, sshKeys } = session;
  const request = { accountId, chosen, question: settings.question };
  const ports = { history, clock, gatherInventory, sshKeys, table, progress };
  return gatherLive(request, ports).finally(() => progress.stop());
}

/** What is missing from the answer outweighs any finding. */
function endOf({ missing, counts }: ScanReport, { failOnUnused }: Settings): number {
  const code = reportMissing(missing);
  if (code !== exitCodes.done) return code;
  return failOnUnused && counts.unusedNotExempt > 0 ? exitCodes.finding : exitCodes.done;
}
