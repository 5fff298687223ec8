import { stringify } from 'csv-stringify/sync';
import { unwatchedWords } from '../../domain/coverage/coverage-words.ts';
import { plainText } from '../../domain/plain-text.ts';
import type { Format } from '../../domain/settings/settings.ts';
import type { ScanReport } from '../report/scan-report.ts';
import { printableJson } from './printable-json.ts';
import { ndjson, renderTable, usersCsv, usersTable } from './render-users.ts';
import type { Terminal } from './terminal.ts';

/** The answer of a scan in one of the formats. The lines formats hold users; without an inventory, who was seen. */
export function renderScan(report: ScanReport, format: Format, terminal: Terminal, all: boolean): string {
  const judged = report.accounts.some((account) => account.judged);
  switch (format) {
    case 'json':
      return `${printableJson(report, 2)}\n`;
    case 'ndjson':
      return ndjson(judged ? report.users : report.seenButNotInInventory);
    case 'csv':
      return judged ? usersCsv(report.users) : seenCsv(report);
    case 'table':
      return `${[...usersSection(report, terminal, all), ...seenSection(report, terminal), ...summary(report, terminal)].join('\n')}\n`;
    default:
      return format satisfies never;
  }
}

function usersSection(report: ScanReport, terminal: Terminal, all: boolean): string[] {
  const shown = all ? report.users : report.users.filter(({ state }) => state !== 'active');
  return shown.length === 0 ? [] : [usersTable(shown, terminal), ''];
}

type Seen = ScanReport['seenButNotInInventory'][number];

function seenSection({ seenButNotInInventory, accounts }: ScanReport, terminal: Terminal): string[] {
  if (seenButNotInInventory.length === 0) return [];
  const judged = accounts.every((account) => account.judged);
  const title = judged ? 'Seen in the logs, not in the inventory (deleted, or created since):' : 'Seen in the logs:';
  const head = ['ACCOUNT', 'USER', 'UNIQUE ID', 'LAST SEEN', 'HOW'];
  return [title, renderTable(head, seenButNotInInventory.map(seenRow), terminal), ''];
}

function seenRow({ accountId, userName, userId, lastActivity }: Seen): string[] {
  const { eventSource, event, region, sourceAddress, errorCode } = lastActivity;
  const call = `${eventSource?.replace(/\.amazonaws\.com$/, '') ?? ''} ${event ?? ''}`.trim();
  const refused = errorCode === null ? '' : `, refused: ${errorCode}`;
  const how = `${call} from ${region ?? 'an unknown Region'}, address ${sourceAddress ?? 'unknown'}${refused}`;
  return [accountId, userName ?? '-', userId ?? '-', lastActivity.at, how].map(plainText);
}

function seenCsv({ seenButNotInInventory }: ScanReport): string {
  const columns = ['accountId', 'userName', 'userId', 'lastSeen', 'how'];
  const rows = seenButNotInInventory.map(seenRow);
  return stringify(rows, { header: true, columns, escape_formulas: true });
}

const count = (number: number, thing: string) => `${number.toLocaleString('en-US')} ${thing}${number === 1 ? '' : 's'}`;

function summary(report: ScanReport, terminal: Terminal): string[] {
  const { bold } = terminal.colors;
  return [
    bold(`As of ${report.asOf}, threshold ${count(report.thresholdDays, 'day')}:`),
    ...verdictLines(report),
    ...report.exemptionsWithoutUser.map((rule) => plainText(`no user is exempt by ${rule}: check its spelling`)),
    ...report.accounts.map((account) => coverageLine(account, report.records.received > 0)),
    ...report.root.map(rootLine),
    ...report.rootByService.map(rootByServiceLine),
    ...archiveLines(report),
    ...recordLines(report),
    `${count(report.writes, 'table write')}`,
  ];
}

function verdictLines({ accounts, counts }: ScanReport): string[] {
  if (!accounts.some((account) => account.judged)) {
    return ['no inventory was given, so nobody can be judged: add --credential-report and --authorization-details'];
  }
  const states = `${counts.active} active, ${counts.idle} idle, ${counts['never-used']} never used, ${counts.new} new, ${counts.unknown} unknown`;
  return [
    `${count(counts.users, 'user')}: ${states}`,
    `${counts.unused} unused, ${counts.unused - counts.unusedNotExempt} of them exempt; ${count(counts.withoutCredentials, 'user')} without any credential; ` +
      `${count(counts.unusedAccessKeys, 'unused active access key')}, ${count(counts.unusedPasswords, 'unused password')}`,
  ];
}

function coverageLine({ accountId, coverage }: ScanReport['accounts'][number], wereRead: boolean): string {
  const words = {
    none: `${wereRead ? 'the logs name no Region of it' : 'no logs'}, so verdicts rest on IAM alone`,
    whole: `logs span the whole window in ${coverage.regions.join(', ')}`,
    partial: `logs leave days of the window out: ${unwatchedWords(coverage.gaps)}`,
  };
  return `account ${accountId}: ${words[coverage.kind]}`;
}

function rootLine({ accountId, lastActivity }: ScanReport['root'][number]): string {
  if (lastActivity === null) return `root of ${accountId}: never seen`;
  const event = lastActivity.event === null ? '' : ` (${lastActivity.event})`;
  return plainText(`root of ${accountId}: last seen ${lastActivity.at} by ${lastActivity.source}${event}`);
}

function rootByServiceLine({ accountId, lastActivity }: ScanReport['rootByService'][number]): string {
  const event = lastActivity.event === null ? '' : ` (${lastActivity.event})`;
  return plainText(`services acting by themselves as root of ${accountId}: last ${lastActivity.at}${event}`);
}

/** An archive's counts are of this run: what earlier scans finished is not read again. */
function archiveLines({ records: { archive } }: ScanReport): string[] {
  if (archive === undefined) return [];
  const { objects, alreadyRead, bytes } = archive;
  const number = (value: number) => value.toLocaleString('en-US');
  if (objects === 0) return ['the bucket has no objects in this selection'];
  if (objects === alreadyRead) return [`nothing is new: earlier scans read ${count(objects, 'object')}, this one 0`];
  const before = alreadyRead === 0 ? '' : `, the other ${number(alreadyRead)} by earlier scans`;
  return [
    `${number(objects - alreadyRead)} of ${count(objects, 'object')} read, ${(bytes / 1e6).toFixed(1)} MB${before}`,
  ];
}

const malformedShown = 5;

/** Records that do not say who called may hide anybody's activity. */
function anonymousLines(ignored: ScanReport['records']['ignored']): string[] {
  const anonymous = ignored['no-user-identity'] ?? 0;
  return anonymous === 0
    ? []
    : [`  ${count(anonymous, 'record')} without a caller (userIdentity): no proof that a Region was watched`];
}

function recordLines({ records }: ScanReport): string[] {
  if (records.files === 0) return [];
  const ignored = Object.values(records.ignored).reduce((sum, number) => sum + number, 0);
  const { received, recorded, malformed, skippedFiles } = records;
  const skipped = Object.values(skippedFiles).reduce((sum, files) => sum + files, 0);
  const files = `${count(records.files, 'file')}${skipped === 0 ? '' : ` (${skipped} without records skipped)`}`;
  const number = (value: number) => value.toLocaleString('en-US');
  return [
    `${count(received, 'record')} in ${files}: ${number(recorded)} recorded, ${number(ignored)} ignored, ${number(malformed)} malformed`,
    ...records.malformedRecords
      .slice(0, malformedShown)
      .map((record) => plainText(`  malformed: ${record.file} ${record.position}: ${record.field}: ${record.why}`)),
    ...(malformed > malformedShown ? [`  and ${number(malformed - malformedShown)} more malformed`] : []),
    ...anonymousLines(records.ignored),
  ];
}
