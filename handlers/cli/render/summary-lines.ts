import { unwatchedWords } from '../../../domain/coverage/coverage-words.ts';
import { provenWords } from '../../../domain/coverage/proven-window.ts';
import { providerOf, wordsOf } from '../../../domain/provider.ts';
import { isUnused } from '../../../domain/verdict/state.ts';
import { countWords, numberWords } from '../../report/count-words.ts';
import { digestsLine } from '../../report/proof-report.ts';
import type { ScanReport } from '../../report/scan-report.ts';
import type { UserReport } from '../../report/user-report.ts';

type Account = ScanReport['accounts'][number];
type Records = ScanReport['records'];

/** What stands below the users: how far the logs reach, what could not be used, and what else a reader must know. */
export function summaryLines(report: Omit<ScanReport, 'users'> & SharedFacts, verbose: boolean): string[] {
  return [
    ...presetLines(report),
    ...coverageLines(report, verbose),
    ...proofLines(report),
    ...malformedLines(report.records, verbose),
    ...sharedLines(report),
    ...report.exemptionsWithoutUser.map((rule) => `no user is exempt by ${rule}: check its spelling`),
    ...report.exemptionsEnded.map(({ by, until }) => `the exemption by ${by} ended on ${until} and exempts nobody`),
    ...rootLines(report, verbose),
    ...archiveLines(report.records),
    ...(verbose ? workLines(report) : []),
  ];
}

interface SharedFacts {
  readonly users: readonly UserReport[];
}

/** How many users the control of a preset fails; it may fail an active one. */
function presetLines({ preset, accounts }: Pick<ScanReport, 'preset' | 'accounts'>): string[] {
  if (preset === undefined) return [];
  const whose = accounts.every(({ accountId }) => providerOf(accountId) === 'aws') ? 'user' : 'IAM user';
  const { framework, control, requirement, pass, fail, manual } = preset;
  const open = manual === 0 ? '' : `, ${manual} cannot be told`;
  return [
    `${framework}, control ${control}: ${countWords(fail, whose)} fail${fail === 1 ? 's' : ''}, ${pass} pass${open} (${requirement.toLowerCase()})`,
  ];
}

/** How far the logs reach, in one line for all accounts; with `verbose` one for each. */
function coverageLines({ accounts, records }: Pick<ScanReport, 'accounts' | 'records'>, verbose: boolean): string[] {
  const [only] = accounts;
  if (only === undefined) return [];
  const read = records.files === 0 ? 'earlier logs' : readWords(records);
  if (accounts.length === 1 && !verbose) return [coverageWords(only, records, read)];
  const whole = accounts.filter(({ coverage }) => coverage.kind === 'whole').length;
  const rest = whole === accounts.length || verbose ? '' : '; --verbose shows the others';
  const all = `${read} span the whole window in ${whole} of ${countWords(accounts.length, 'account')}${rest}`;
  return verbose ? [all, ...accounts.map((each) => `account ${each.accountId}: ${wholeWords(each, records)}`)] : [all];
}

/** What the digests beside the logs say, and how much of the window is proven by these and earlier ones. */
function proofLines({ accounts, records }: Pick<ScanReport, 'accounts' | 'records'>): string[] {
  const [only] = accounts;
  const whole = accounts.filter(({ proof }) => proof?.kind === 'whole').length;
  const some = accounts.filter(({ proof }) => proof !== undefined).length;
  const all = `the whole window is proven in ${whole} of ${countWords(accounts.length, 'account')}`;
  return [
    ...(records.digests === undefined ? [] : [digestsLine(records.digests)]),
    ...(accounts.length === 1 && only?.proof !== undefined ? [provenWords(only.proof)] : []),
    ...(accounts.length > 1 && some > 0 ? [all] : []),
  ];
}

function readWords({ files, received }: Records): string {
  return `${countWords(received, 'record')} in ${countWords(files, 'log file')}`;
}

function coverageWords({ accountId, coverage }: Account, { received }: Records, read: string): string {
  switch (coverage.kind) {
    case 'none':
      return `${received > 0 ? `${read} name no Region of the account` : 'no logs'}: verdicts rest on ${wordsOf(accountId).name} alone`;
    case 'whole':
      return `${read} span the whole window in ${countWords(coverage.regions.length, 'Region')}`;
    case 'partial':
      return `${read} leave days of the window out: ${unwatchedWords(coverage.gaps)}`;
    default:
      return coverage.kind satisfies never;
  }
}

/** The same with every Region by name. */
function wholeWords(account: Account, records: Records): string {
  const { kind, regions } = account.coverage;
  return kind === 'whole' ? `watched every day in ${regions.join(', ')}` : coverageWords(account, records, 'the logs');
}

/** What of the records could not be used, in one line; with `verbose` each that is known. */
function malformedLines({ malformed, malformedRecords, ignored }: Records, verbose: boolean): string[] {
  const anonymous = ignored['no-user-identity'] ?? 0;
  const counts = [
    ...(malformed === 0 ? [] : [countWords(malformed, 'malformed record')]),
    ...(anonymous === 0 ? [] : [`${countWords(anonymous, 'record')} without a caller`]),
  ];
  if (counts.length === 0) return [];
  if (!verbose) return [`${counts.join(', ')}${malformed === 0 ? '' : ': --verbose lists them'}`];
  const listed = malformedRecords.map(
    ({ file, position, field, why }) => `malformed: ${file} ${position}: ${field}: ${why}`,
  );
  const more = malformed - listed.length;
  const prove = anonymous === 0 ? '' : ' (no proof that a Region was watched)';
  return [`${counts.join(', ')}${prove}`, ...listed, ...(more > 0 ? [`and ${numberWords(more)} more malformed`] : [])];
}

/** What holds for many users and would stand in each row. */
function sharedLines({ users }: SharedFacts): string[] {
  const silent = users.filter(({ state, usable }) => isUnused(state) && usable === null).length;
  if (silent === 0) return [];
  const have = silent === 1 ? 'has' : 'have';
  return [`${countWords(silent, 'unused user')} ${have} no active credential; SSH keys were not looked at`];
}

type Root = ScanReport['root'][number];

/** When root was last used, in one line for all accounts; with `verbose` one for each. */
function rootLines({ root, rootByService }: Pick<ScanReport, 'root' | 'rootByService'>, verbose: boolean): string[] {
  if (verbose || root.length === 1) {
    const services = verbose ? rootByService.map(rootByServiceLine) : [];
    return [...root.map(rootLine), ...services];
  }
  const seen = root.filter(({ lastActivity }) => lastActivity !== null);
  return root.length === 0 ? [] : [`root was seen in ${seen.length} of ${root.length} accounts; --verbose shows when`];
}

function rootLine({ accountId, lastActivity }: Root): string {
  if (lastActivity === null) return `root of ${accountId}: never seen`;
  const event = lastActivity.event === null ? '' : ` (${lastActivity.event})`;
  return `root of ${accountId}: last seen ${lastActivity.at.slice(0, 10)} by ${lastActivity.source}${event}`;
}

function rootByServiceLine({ accountId, lastActivity }: ScanReport['rootByService'][number]): string {
  const event = lastActivity.event === null ? '' : ` (${lastActivity.event})`;
  return `services acting by themselves as root of ${accountId}: last ${lastActivity.at}${event}`;
}

/** An archive's counts are of this run: what earlier scans finished is not read again. */
function archiveLines({ archive }: Records): string[] {
  if (archive === undefined) return [];
  const { objects, alreadyRead, bytes } = archive;
  if (objects === 0) return ['the bucket has no objects in this selection'];
  if (objects === alreadyRead) {
    return [`nothing is new: earlier scans read ${countWords(objects, 'object')}, this one 0`];
  }
  const before = alreadyRead === 0 ? '' : `, the other ${numberWords(alreadyRead)} by earlier scans`;
  const read = numberWords(objects - alreadyRead);
  return [`${read} of ${countWords(objects, 'object')} read, ${(bytes / 1e6).toFixed(1)} MB${before}`];
}

/** What became of the records, and how much was written. */
function workLines({ records, writes }: Pick<ScanReport, 'records' | 'writes'>): string[] {
  const sum = (counts: { readonly [kind: string]: number }) =>
    Object.values(counts).reduce((total, number) => total + number, 0);
  const [ignored, skipped] = [sum(records.ignored), sum(records.skippedFiles)];
  const numbers = [
    `${numberWords(records.recorded)} recorded`,
    `${numberWords(ignored)} ignored`,
    `${numberWords(records.malformed)} malformed`,
  ];
  return [
    ...(records.files === 0 ? [] : [`${countWords(records.received, 'record')}: ${numbers.join(', ')}`]),
    ...(skipped === 0 ? [] : [`${countWords(skipped, 'file')} without records skipped`]),
    countWords(writes, 'table write'),
  ];
}
