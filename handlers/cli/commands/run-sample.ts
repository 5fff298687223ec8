import { join, relative } from 'node:path';
import { InputError } from '../../input-error.ts';
import { everyRow } from '../../query/list-selection.ts';
import { numberWords } from '../../report/count-words.ts';
import type { ScanReport } from '../../report/scan-report.ts';
import { type SampleSummary, sampleDefaults, writeSampleAccount } from '../../sample/write-sample-account.ts';
import { sameTable } from '../hints.ts';
import type { CommonOptions } from '../options/common-options.ts';
import { settingsOf } from '../options/settings-options.ts';
import { openOutput } from '../output.ts';
import type { ProgramContext } from '../program-context.ts';
import { progressBar } from '../progress/progress-bar.ts';
import { renderScan } from '../render/render-scan.ts';
import { wrapHanging } from '../render/text-width.ts';
import { prepareSampleFolder } from '../sample-folder.ts';
import { quoted } from '../typed-command.ts';
import { answerScan, type ScanAnswer } from './scan/answer-scan.ts';

export interface SampleCliOptions extends CommonOptions {
  readonly dir: string;
  readonly users?: string;
  readonly days?: string;
  readonly recordsPerDay?: string;
  readonly files?: string;
  readonly seed?: string;
  readonly writeOnly?: boolean;
}

/** Writes the sample account and judges it as a scan would. */
export async function runSample(options: SampleCliOptions, context: ProgramContext): Promise<void> {
  const { dir, quiet = false, writeOnly = false } = options;
  const output = await openOutput(options, { command: 'sample', formats: ['table'] });
  const sample = await writeSample(options);
  const lines = wroteWords(sample, dir).flatMap((line) => wrapHanging(line, output.terminal.columns));
  if (!quiet) await output.write(`${lines.join('\n')}\n${writeOnly ? '' : '\n'}`);
  if (writeOnly) return;
  const data = join(dir, 'table');
  const { report } = await judge(sample, { ...options, data });
  const near = { ...options, data: relative('.', data) || data };
  await output.write(
    renderScan(report, output, { all: false, listCommand: sameTable(context, 'list', near), selection: everyRow }),
  );
  if (!quiet) await output.write(nextSteps(report, context, near, sample));
}

async function writeSample(options: SampleCliOptions): Promise<SampleSummary> {
  const size = sizeOf(options);
  await prepareSampleFolder(options.dir, size);
  const words = (records: number) => `writing the sample, ${numberWords(records)} records`;
  const bar = progressBar(options, size.days, words(0));
  const written = writeSampleAccount(options.dir, size, ({ days, records }) => bar.update(days, words(records)));
  return written.finally(() => bar.stop());
}

function wroteWords({ records, files }: SampleSummary, dir: string): string[] {
  return [
    `A made-up account, ${numberWords(records)} records in ${numberWords(files)} log files, was written to ${dir}/.`,
    'Some of its records are malformed or odd on purpose, as real ones are.',
  ];
}

function judge({ paths }: SampleSummary, options: CommonOptions & { readonly data: string }): Promise<ScanAnswer> {
  const { endsAt } = sampleDefaults;
  const settings = settingsOf({ now: endsAt, reportMade: endsAt, exemptTag: ['lastseen:exempt'] });
  const { quiet, data } = options;
  const files = {
    trail: [paths.trail],
    publicKeys: [paths.publicKeys],
    credentialReport: [paths.credentialReport],
    authorizationDetails: [paths.authorizationDetails],
    users: [paths.users],
  };
  return answerScan({ ...(quiet && { quiet }), data, ...files }, settings);
}

function sizeOf({ users, days, recordsPerDay, files, seed }: SampleCliOptions) {
  return {
    ...sampleDefaults,
    ...numberOf('--users', users, 'users', 1, 5_000),
    ...numberOf('--days', days, 'days', 1, 3_650),
    ...numberOf('--records-per-day', recordsPerDay, 'recordsPerDay', 1, 100_000_000),
    ...numberOf('--files', files, 'files', 1, 1_000_000),
    ...numberOf('--seed', seed, 'seed', 0, 2_147_483_647),
  };
}

function numberOf<K extends string>(flag: string, text: string | undefined, key: K, min: number, max: number) {
  if (text === undefined) return {};
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= min && number <= max))
    throw new InputError(`${flag} ${text}: give a whole number from ${min} to ${max}`);
  return { [key]: number } as Record<K, number>;
}

/** What to type next. Commands are not wrapped: they are there to be copied. */
function nextSteps(
  { users }: ScanReport,
  context: ProgramContext,
  table: { readonly data: string; readonly dir: string },
  { paths }: SampleSummary,
): string {
  const seen = users.find(({ state, lastActivity }) => state === 'idle' && lastActivity?.source === 'cloudtrail');
  const user = seen?.userName ?? users[0]?.userName ?? '';
  const { typed } = context;
  return `
Next, on this sample:
  ${sameTable(context, `show ${quoted(user)}`, table)}
  ${sameTable(context, 'list', table)} --state unused --idle-for 180
  ${sameTable(context, 'list', table)} --keys --older-than 365
  ${sameTable(context, 'report', table)}
  ${context.typed} verify --trail ${quoted(table.dir)} --public-keys ${quoted(relative('.', paths.publicKeys))}

On your own account, read-only, live or from files:
  ${typed} scan --live --profile YOUR-PROFILE
  ${typed} scan --trail PATH/TO/AWSLogs --credential-report report.json
  ${typed} scan --help
`;
}
