import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type SampleSummary, sampleDefaults, writeSampleAccount } from '../../handlers/sample/write-sample-account.ts';
import { runNode } from '../e2e/run-cli.ts';

/** One command of the built program over one table: how long its process took, in seconds. */
export interface TableFigures {
  readonly what: string;
  /** The writes that the scan reports; undefined where the command writes nothing. */
  readonly writes: number | undefined;
  readonly embedded: number;
  /** The same over a DynamoDB server in the command's process, with its files on disk. */
  readonly overHttp: number;
}

/** An account of the sample generator. */
export interface BenchAccount {
  readonly users: number;
  readonly days: number;
  readonly records: number;
}

const accounts: readonly BenchAccount[] = [
  { users: 5000, days: 120, records: 30_000 },
  { users: 5000, days: 120, records: 1_000_000 },
];

/**
 * The seconds that a scan of each account takes into a new table, and of the first account its inventory alone and the
 * questions `list` and `show` afterwards: in the embedded table, and over DynamoDB's protocol.
 */
export async function benchTables(sizes: readonly BenchAccount[] = accounts): Promise<TableFigures[]> {
  await buildOverHttp();
  const dir = await mkdtemp(join(tmpdir(), 'lastseen-bench-'));
  try {
    const figures: TableFigures[] = [];
    for (const [index, { users, days, records }] of sizes.entries()) {
      const sample = await sampleOf(join(dir, 'sample'), { users, days, records });
      const inventory = ['an inventory', inventoryScan(sample)] as const;
      const questions = [
        ['list, CSV', ['list', '--format', 'csv']],
        ['show', ['show', firstOf(sample)]],
      ] as const;
      if (index === 0) figures.push(await measure(users, inventory, join(dir, 'inventory')));
      const whole = [`${sample.records} records`, wholeScan(sample)] as const;
      figures.push(await measure(users, whole, join(dir, `${index}`)));
      if (index > 0) continue;
      for (const question of questions) figures.push(await measure(users, question, join(dir, `${index}`)));
    }
    return figures;
  } finally {
    await rm(dir, { recursive: true });
  }
}

const program = 'dist/lastseen.js';
const overHttp = 'dist/bench/over-http.js';

const buildOverHttp = () =>
  build({
    entryPoints: ['test/bench/over-http.ts'],
    outfile: overHttp,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });

function sampleOf(dir: string, { users, days, records }: BenchAccount): Promise<SampleSummary> {
  const recordsPerDay = Math.ceil(records / days);
  return writeSampleAccount(dir, { ...sampleDefaults, users, days, recordsPerDay, files: 500 });
}

function inventoryScan({ paths }: SampleSummary): string[] {
  const files = ['--credential-report', paths.credentialReport, '--authorization-details', paths.authorizationDetails];
  return ['scan', ...files, '--users', paths.users, '--now', sampleDefaults.endsAt, '--format', 'json'];
}

const wholeScan = (sample: SampleSummary) => [...inventoryScan(sample), '--trail', sample.paths.trail];

const firstOf = ({ truth }: SampleSummary): string => [...truth.keys()][0] ?? '';

/** Runs one command over both kinds of tables, whose files lie below `folder`. */
async function measure(
  users: number,
  [what, command]: readonly [string, readonly string[]],
  folder: string,
): Promise<TableFigures> {
  const embedded = await secondsOf([program, ...command, '--data', join(folder, 'embedded')]);
  await mkdir(join(folder, 'server'), { recursive: true });
  const http = await secondsOf([overHttp, join(folder, 'server'), ...command]);
  const [a, b] = [embedded, http].map(({ answer }) => comparable(answer));
  if (a !== b) throw new Error(`${what} of ${users} users: the two tables answer differently`);
  const writes = command[0] === 'scan' ? Number(JSON.parse(embedded.answer).writes) : undefined;
  return { what: `${what} of ${users} users`, writes, embedded: embedded.seconds, overHttp: http.seconds };
}

/** The answer without its command line, which names the table. */
const comparable = (answer: string): string => answer.replace(/"provenance":[\s\S]*$/, '');

/** Code 2 is an answer too: the sample has malformed records on purpose. */
async function secondsOf(args: readonly string[]) {
  const startMs = performance.now();
  const { code, stdout, stderr } = await runNode('.', args);
  if (code !== 0 && code !== 2) throw new Error(`node ${args.join(' ')} ended with ${code}: ${stderr}`);
  return { seconds: (performance.now() - startMs) / 1000, answer: stdout };
}
