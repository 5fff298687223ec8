import { join, relative } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../input-error.ts';
import { sampleDefaults, writeSampleAccount } from '../sample/write-sample-account.ts';
import { outputTo } from './output.ts';
import { renderScan } from './render-scan.ts';
import { prepareSampleFolder } from './sample-folder.ts';
import { runScan } from './scan-command.ts';
import { settingsOf } from './settings-options.ts';

interface SampleCliOptions {
  readonly dir: string;
  readonly users?: string;
  readonly days?: string;
  readonly recordsPerDay?: string;
  readonly files?: string;
  readonly seed?: string;
  readonly only?: boolean;
}

const examples = `
Examples:
  lastseen sample                                    write the sample account and scan it
  lastseen sample --write-only --dir big --users 5000 --records-per-day 80000`;

/** What runs without a command: a newcomer sees the whole job on an account made for it. */
export function sampleCommand(): Command {
  return new Command('sample')
    .description('write the log and inventory files of a made-up account, then scan them')
    .option('--dir <dir>', 'folder for the files: new, empty or of an earlier sample', '.lastseen-sample')
    .option('--users <number>', `number of users (default: ${sampleDefaults.users})`)
    .option('--days <number>', `days of logs (default: ${sampleDefaults.days})`)
    .option('--records-per-day <number>', `records a day (default: ${sampleDefaults.recordsPerDay})`)
    .option('--files <number>', 'log files in all (default: one for each Region and day)')
    .option('--seed <number>', 'another seed makes another account')
    .option('--write-only', 'write the files and do not scan them')
    .addHelpText('after', examples)
    .action(runSample);
}

async function runSample(options: SampleCliOptions & { readonly writeOnly?: boolean }): Promise<void> {
  const { dir } = options;
  const { endsAt } = sampleDefaults;
  const size = sizeOf(options);
  await prepareSampleFolder(dir, size);
  const sample = await writeSampleAccount(dir, size);
  const files = { ...sample.paths, data: join(dir, 'table') };
  const output = outputTo(undefined);
  const wrote = `A made-up account, ${sample.records.toLocaleString('en-US')} records in ${sample.files} log files, was written to ${dir}/.\nSome of its records are malformed or odd on purpose, as real ones are.`;
  await output.write(`${wrote}\n`);
  if (options.writeOnly) return;
  const settings = settingsOf({ now: endsAt, reportMade: endsAt, exemptTag: ['lastseen:exempt'] });
  const scanOptions = {
    trail: [files.trail],
    credentialReport: files.credentialReport,
    authorizationDetails: [files.authorizationDetails],
    users: [files.users],
    data: files.data,
  };
  const report = await runScan(scanOptions, settings);
  const told = report.users.find(
    ({ state, lastActivity }) => state === 'idle' && lastActivity?.source === 'cloudtrail',
  );
  const idle = told?.userName ?? report.users[0]?.userName ?? '';
  await output.write(`\n${renderScan(report, 'table', output.terminal, false)}${nextSteps(files.data, idle)}`);
}

function sizeOf({ users, days, recordsPerDay, files, seed }: SampleCliOptions) {
  const size = {
    ...sampleDefaults,
    ...numberOf('--users', users, 'users', 1, 5_000),
    ...numberOf('--days', days, 'days', 1, 3_650),
    ...numberOf('--records-per-day', recordsPerDay, 'recordsPerDay', 1, 100_000_000),
    ...numberOf('--files', files, 'files', 1, 1_000_000),
    ...numberOf('--seed', seed, 'seed', 0, 2_147_483_647),
  };
  return size;
}

function numberOf<K extends string>(flag: string, text: string | undefined, key: K, min: number, max: number) {
  if (text === undefined) return {};
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= min && number <= max))
    throw new InputError(`${flag} ${text}: give a whole number from ${min} to ${max}`);
  return { [key]: number } as Record<K, number>;
}

function nextSteps(data: string, idleUser: string): string {
  const folder = relative('.', data) || data;
  return `
Next, on this sample:
  npm start -- show ${idleUser} --data ${folder}
  npm start -- list --state unused --idle-for 180 --data ${folder}

On your own account, read-only, live:
  npm start -- scan --live --profile YOUR-PROFILE

From files; logs are folders of .json.gz, or s3://BUCKET/PREFIX:
  aws iam generate-credential-report
  aws iam get-credential-report > credential-report.json
  aws iam get-account-authorization-details --filter User > details.json
  npm start -- scan --trail PATH/TO/AWSLogs --credential-report credential-report.json --authorization-details details.json
`;
}
