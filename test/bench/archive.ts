import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { type ArchiveData, type ArchiveSize, archiveOf } from './archive-data.ts';
import { isInstalled, median, type Run, run } from './contender-run.ts';
import { contenders } from './contenders.ts';
import { lambdaDollars } from './lambda-cost.ts';
import { roles } from './roles.ts';

/** As written to `--json`. */
interface Summary {
  readonly varied: boolean;
  readonly records: number;
  readonly files: number;
  readonly rawBytes: number;
  readonly seconds: Readonly<Record<string, number>>;
  readonly cpuSeconds: Readonly<Record<string, number>>;
  /**
   * The seconds of DuckDB over ours, and those that inflating alone takes over ours: `limit` by libdeflate on all cores
   * (null where it is not installed), `inflate` by node.
   */
  readonly ratios: { readonly duckdb: number; readonly inflate: number; readonly limit: number };
  /** Seconds of CPU for each GB inflated that proof takes on top of the scan, digests included. */
  readonly proofSecondsPerGb: number;
  readonly peakMb: { readonly scan: number; readonly parse: number };
  readonly dollarsPerBillion: { readonly scan: number; readonly invocations: number };
}

/** The most that the scan may take of memory, whatever the number of records. */
const mostMb = 350;

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Every contender once in each round, so that what else the machine does falls on all of them. */
function runAll(data: ArchiveData, { varied }: ArchiveSize, rounds: number): Map<string, Run> {
  const able = contenders.filter(
    ({ mostRecords, needsDigests, needs, command }) =>
      data.records <= mostRecords && !(varied && needsDigests) && isInstalled(needs ?? command('')[0]),
  );
  const all = Array.from({ length: rounds }, () => able.map((contender) => run(contender, data.folder)));
  return new Map(able.map(({ name }, index) => [name, median(all.map((round) => round[index] as Run))]));
}

function printRun(name: string, { seconds, cpuSeconds, peakMb }: Run, records: number): void {
  const rate = Math.round(records / seconds).toLocaleString('en-US');
  const cpu = Number.isNaN(cpuSeconds) ? '' : ` ${cpuSeconds.toFixed(2).padStart(7)} s of CPU`;
  const peak = Number.isNaN(peakMb) ? '' : ` ${peakMb.toFixed(0).padStart(5)} MB`;
  print(`${name.padEnd(8)} ${seconds.toFixed(2).padStart(7)} s ${rate.padStart(11)} records/s${cpu}${peak}`);
}

async function bench(size: ArchiveSize, rounds: number): Promise<Summary> {
  const data = await archiveOf(size);
  const megabytes = Math.round(data.rawBytes / 1e6);
  print(
    `${data.records.toLocaleString('en-US')} records, ${data.files} files, ${megabytes} MB inflated${size.varied ? ', varied' : ''}`,
  );
  const results = runAll(data, size, rounds);
  for (const [name, result] of results) printRun(name, result, data.records);
  const ours = results.get('scan') as Run;
  const others = contenders.filter(({ name, answers }) => answers && results.has(name));
  const odd = others.filter(({ name }) => results.get(name)?.answer !== ours.answer).map(({ name }) => name);
  if (odd.length > 0) throw new Error(`another answer than the scan's: ${odd.join(', ')}`);
  const summary = summaryOf(data, size, results);
  print(`${others.map(({ name }) => name).join(', ')} agree on ${ours.answer.split('\n').length} users`);
  printSummary(summary);
  if (ours.peakMb > mostMb) throw new Error(`the scan took ${Math.round(ours.peakMb)} MB, more than ${mostMb}`);
  return summary;
}

function printSummary({ ratios, dollarsPerBillion: dollars, proofSecondsPerGb }: Summary): void {
  print(`DuckDB takes ${ratios.duckdb} times as long as the scan`);
  print(`inflating alone takes ${ratios.limit} times as long by libdeflate, ${ratios.inflate} times by node`);
  if (!Number.isNaN(proofSecondsPerGb))
    print(`proof takes ${proofSecondsPerGb} s of CPU a GB inflated on top of the scan, digests included`);
  print(`a billion records on Lambda: $${dollars.scan} scanned, $${dollars.invocations} invoked one by one`);
}

function summaryOf(data: ArchiveData, { varied }: ArchiveSize, results: ReadonlyMap<string, Run>): Summary {
  const ours = results.get('scan') as Run;
  const { records, files, rawBytes } = data;
  const ratio = (name: string) => Number(((results.get(name)?.seconds ?? Number.NaN) / ours.seconds).toFixed(3));
  const each = (of: (run: Run) => number) =>
    Object.fromEntries([...results].map(([name, result]) => [name, Number(of(result).toFixed(3))]));
  return {
    ...{ varied, records, files, rawBytes },
    seconds: each(({ seconds }) => seconds),
    cpuSeconds: each(({ cpuSeconds }) => cpuSeconds),
    ratios: { duckdb: ratio('duckdb'), inflate: ratio('inflate'), limit: ratio('limit') },
    proofSecondsPerGb: perGb((results.get('proof')?.cpuSeconds ?? Number.NaN) - ours.cpuSeconds, rawBytes),
    peakMb: { scan: Math.round(ours.peakMb), parse: Math.round(results.get('parse')?.peakMb ?? Number.NaN) },
    dollarsPerBillion: lambdaDollars(ours.cpuSeconds / records, records / files),
  };
}

const perGb = (seconds: number, bytes: number) => Number(((seconds * 1e9) / bytes).toFixed(3));

/** The rows of a whole run. The times of the last but one should be to those of the first as their records. */
const allSizes: readonly ArchiveSize[] = [
  { records: 1_000_000, files: 500, varied: false },
  { records: 4_000_000, files: 2000, varied: false },
  { records: 10_000_000, files: 5000, varied: false },
  { records: 200_000, files: 100, varied: true },
];

async function benchAll(rounds: number): Promise<{ readonly rows: readonly Summary[] }> {
  const rows: Summary[] = [];
  for (const size of allSizes) rows.push(await bench(size, rounds));
  const [small, large] = [rows[0] as Summary, rows[2] as Summary];
  const ratio = (of: (summary: Summary) => number) => (of(large) / of(small)).toFixed(2);
  const times = ratio(({ seconds }) => seconds['scan'] ?? Number.NaN);
  print(`${ratio(({ records }) => records)} times the records take ${times} times as long to scan`);
  return { rows };
}

async function answerAs(role: (folder: string) => Promise<string[]>, folder: string): Promise<void> {
  print((await role(folder)).join('\n'));
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(`peak ${maxRSS} cpu ${userCPUTime / 1e6} ${systemCPUTime / 1e6}\n`);
}

const text = { type: 'string' } as const;
const options = {
  records: text,
  files: text,
  varied: { type: 'boolean' },
  rounds: text,
  json: text,
  role: text,
} as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const role = values.role === undefined ? undefined : roles[values.role];
  if (role !== undefined) return answerAs(role, positionals[0] as string);
  const { records, files, varied = false } = values;
  const rounds = Number(values.rounds ?? 3);
  const size = { records: Number(records ?? 1_000_000), files: Number(files ?? 500), varied };
  const isOne = records !== undefined || files !== undefined || varied;
  const summary = isOne ? await bench(size, rounds) : await benchAll(rounds);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(summary, null, 2)}\n`);
}

if (isMainThread) await main();
