import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { sampleDefaults, writeSampleAccount } from '../../infra/sample/write-sample-account.ts';
import { type Contender, contenders } from './contenders.ts';
import { roles } from './roles.ts';

interface Data {
  readonly folder: string;
  readonly records: number;
  readonly files: number;
  readonly rawBytes: number;
}

interface Run {
  readonly seconds: number;
  readonly peakMb: number;
  readonly answer: string;
}

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

/** Each in a process of its own; its peak is the kernel's figure for it and its children. */
function run({ command, name }: Contender, folder: string): Run {
  const [program, ...args] = command(folder);
  const timed = existsSync('/usr/bin/time');
  const began = performance.now();
  const [executable, ...rest] = timed ? ['/usr/bin/time', '-f', 'peak %M', program, ...args] : [program, ...args];
  const ended = spawnSync(executable as string, rest, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const seconds = (performance.now() - began) / 1000;
  if (ended.status !== 0) throw new Error(`${name} failed: ${ended.stderr}`);
  const peakMb = Number(/peak (\d+)/.exec(ended.stderr)?.[1] ?? 0) / 1024;
  return { seconds, peakMb, answer: ended.stdout.trim().split('\n').sort().join('\n') };
}

function median(runs: readonly Run[]): Run {
  return [...runs].sort((a, b) => a.seconds - b.seconds)[runs.length >> 1] as Run;
}

async function bench(records: number, files: number, json: string | undefined): Promise<void> {
  const data = await dataOf(records, files);
  print(
    `${data.records.toLocaleString('en-US')} records, ${data.files} files, ${Math.round(data.rawBytes / 1e6)} MB inflated`,
  );
  const times = data.records > 2_000_000 ? 1 : 3;
  const results = new Map<string, Run>();
  for (const contender of contenders) {
    if (data.records > contender.mostRecords || !isInstalled(contender.command('')[0])) continue;
    const result = median(Array.from({ length: times }, () => run(contender, data.folder)));
    results.set(contender.name, result);
    const rate = Math.round(data.records / result.seconds).toLocaleString('en-US');
    print(
      `${contender.name.padEnd(8)} ${result.seconds.toFixed(2).padStart(7)} s ${rate.padStart(12)} records/s ${result.peakMb.toFixed(0).padStart(6)} MB`,
    );
  }
  const ours = results.get('scan') as Run;
  for (const { name, answers } of contenders) {
    const answer = results.get(name)?.answer;
    if (answers && answer !== undefined && answer !== ours.answer)
      throw new Error(`${name} gives another answer than the scan`);
  }
  const users = ours.answer.split('\n').length;
  const ratio = (name: string) => Number(((results.get(name)?.seconds ?? Number.NaN) / ours.seconds).toFixed(3));
  const ratios = { duckdb: ratio('duckdb'), inflate: ratio('inflate') };
  print(`all agree on ${users} users; DuckDB takes ${ratios.duckdb} times ours, inflating alone ${ratios.inflate}`);
  const seconds = Object.fromEntries([...results].map(([name, result]) => [name, Number(result.seconds.toFixed(3))]));
  const peakMb = { scan: Math.round(ours.peakMb), parse: Math.round(results.get('parse')?.peakMb ?? 0) };
  const summary = { records: data.records, files: data.files, rawBytes: data.rawBytes, seconds, ratios, peakMb };
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(summary, null, 2)}\n`);
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

if (isMainThread) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      records: { type: 'string', default: '1000000' },
      files: { type: 'string', default: '500' },
      json: { type: 'string' },
      role: { type: 'string' },
    },
  });
  const role = values.role === undefined ? undefined : roles[values.role];
  if (role === undefined) await bench(Number(values.records), Number(values.files), values.json);
  else print((await role(positionals[0] as string)).join('\n'));
}
