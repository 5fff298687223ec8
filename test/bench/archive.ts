import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { sampleDefaults, writeSampleAccount } from '../../handlers/sample/write-sample-account.ts';
import { isInstalled, median, type Run, run } from './contender-run.ts';
import { contenders } from './contenders.ts';
import { lambdaDollars } from './lambda-cost.ts';
import { roles } from './roles.ts';

interface Data {
  readonly folder: string;
  readonly records: number;
  readonly files: number;
  readonly rawBytes: number;
}

/** As written to `--json`. */
interface Summary {
  readonly records: number;
  readonly files: number;
  readonly rawBytes: number;
  readonly seconds: Readonly<Record<string, number>>;
  readonly cpuSeconds: Readonly<Record<string, number>>;
  /** DuckDB's seconds over ours, and the seconds that inflating alone takes over ours. */
  readonly ratios: { readonly duckdb: number; readonly inflate: number };
  /** Seconds of CPU for each GB inflated that proof takes on top of the scan, digests included. */
  readonly proofSecondsPerGb: number;
  readonly peakMb: { readonly scan: number; readonly parse: number };
  readonly dollarsPerBillion: { readonly scan: number; readonly invocations: number };
}

/** The most that the scan may take of memory, whatever the number of records. */
const mostMb = 350;

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Our own sample, made once for each size and kept in the temporary folder. */
async function dataOf(records: number, files: number): Promise<Data> {
  const dir = join(tmpdir(), `lastseen-bench-${records}-${files}`);
  const known = join(dir, 'data.json');
  if (existsSync(known)) return JSON.parse(readFileSync(known, 'utf8'));
  mkdirSync(dir, { recursive: true });
  const recordsPerDay = Math.round(records / sampleDefaults.days);
  const sample = await writeSampleAccount(dir, { ...sampleDefaults, users: 500, recordsPerDay, files });
  const data = { folder: sample.paths.trail, records: sample.records, files: sample.files, rawBytes: sample.rawBytes };
  writeFileSync(known, JSON.stringify(data));
  return data;
}

/** Every contender once in each round, so that what else the machine does falls on all of them. */
function runAll(data: Data): Map<string, Run> {
  const able = contenders.filter(
    ({ mostRecords, command }) => data.records <= mostRecords && isInstalled(command('')[0]),
  );
  const rounds = data.records > 2_000_000 ? 1 : 3;
  const all = Array.from({ length: rounds }, () => able.map((contender) => run(contender, data.folder)));
  return new Map(able.map(({ name }, index) => [name, median(all.map((round) => round[index] as Run))]));
}

function printRun(name: string, { seconds, cpuSeconds, peakMb }: Run, records: number): void {
  const rate = Math.round(records / seconds).toLocaleString('en-US');
  const cpu = Number.isNaN(cpuSeconds) ? '' : ` ${cpuSeconds.toFixed(2).padStart(7)} s of CPU`;
  const peak = Number.isNaN(peakMb) ? '' : ` ${peakMb.toFixed(0).padStart(5)} MB`;
  print(`${name.padEnd(8)} ${seconds.toFixed(2).padStart(7)} s ${rate.padStart(11)} records/s${cpu}${peak}`);
}

async function bench(records: number, files: number): Promise<Summary> {
  const data = await dataOf(records, files);
  const megabytes = Math.round(data.rawBytes / 1e6);
  print(`${data.records.toLocaleString('en-US')} records, ${data.files} files, ${megabytes} MB inflated`);
  const results = runAll(data);
  for (const [name, result] of results) printRun(name, result, data.records);
  const ours = results.get('scan') as Run;
  const others = contenders.filter(({ name, answers }) => answers && results.has(name));
  const odd = others.filter(({ name }) => results.get(name)?.answer !== ours.answer).map(({ name }) => name);
  if (odd.length > 0) throw new Error(`another answer than the scan's: ${odd.join(', ')}`);
  const summary = summaryOf(data, results, ours);
  const { ratios, dollarsPerBillion, proofSecondsPerGb } = summary;
  print(`${others.map(({ name }) => name).join(', ')} agree on ${ours.answer.split('\n').length} users`);
  print(`DuckDB takes ${ratios.duckdb} times as long as the scan, inflating alone ${ratios.inflate} times`);
  print(`proof takes ${proofSecondsPerGb} s of CPU a GB inflated on top of the scan, digests included`);
  print(
    `a billion records on Lambda: $${dollarsPerBillion.scan} scanned, $${dollarsPerBillion.invocations} invoked one by one`,
  );
  if (ours.peakMb > mostMb) throw new Error(`the scan took ${Math.round(ours.peakMb)} MB, more than ${mostMb}`);
  return summary;
}

function summaryOf(data: Data, results: ReadonlyMap<string, Run>, ours: Run): Summary {
  const { records, files, rawBytes } = data;
  const ratio = (name: string) => Number(((results.get(name)?.seconds ?? Number.NaN) / ours.seconds).toFixed(3));
  const each = (of: (run: Run) => number) =>
    Object.fromEntries([...results].map(([name, result]) => [name, Number(of(result).toFixed(3))]));
  return {
    ...{ records, files, rawBytes },
    seconds: each(({ seconds }) => seconds),
    cpuSeconds: each(({ cpuSeconds }) => cpuSeconds),
    ratios: { duckdb: ratio('duckdb'), inflate: ratio('inflate') },
    proofSecondsPerGb: perGb((results.get('proof')?.cpuSeconds ?? Number.NaN) - ours.cpuSeconds, rawBytes),
    peakMb: { scan: Math.round(ours.peakMb), parse: Math.round(results.get('parse')?.peakMb ?? Number.NaN) },
    dollarsPerBillion: lambdaDollars(ours.cpuSeconds / records, records / files),
  };
}

const perGb = (seconds: number, bytes: number) => Number(((seconds * 1e9) / bytes).toFixed(3));

/** Sizes that were asked for; else a million records, then ten, whose times should be as ten to one. */
async function benchAll(records: string | undefined, files: string | undefined): Promise<Summary> {
  if (records !== undefined || files !== undefined) return bench(Number(records ?? 1_000_000), Number(files ?? 500));
  const small = await bench(1_000_000, 500);
  const large = await bench(10_000_000, 5000);
  const [a, b] = [small.seconds['scan'] ?? Number.NaN, large.seconds['scan'] ?? Number.NaN];
  const records10 = large.records / small.records;
  print(`${records10.toFixed(2)} times the records take ${(b / a).toFixed(2)} times as long to scan`);
  return large;
}

async function answerAs(role: (folder: string) => Promise<string[]>, folder: string): Promise<void> {
  print((await role(folder)).join('\n'));
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(`peak ${maxRSS} cpu ${userCPUTime / 1e6} ${systemCPUTime / 1e6}\n`);
}

if (isMainThread) {
  const text = { type: 'string' } as const;
  const options = { records: text, files: text, json: text, role: text };
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const role = values.role === undefined ? undefined : roles[values.role];
  if (role !== undefined) await answerAs(role, positionals[0] as string);
  else {
    const summary = await benchAll(values.records, values.files);
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(summary, null, 2)}\n`);
  }
}
