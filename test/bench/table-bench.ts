import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SampleSummary, sampleDefaults, writeSampleAccount } from '../../handlers/sample/write-sample-account.ts';
import { runCli } from '../e2e/run-cli.ts';
import { ensureTable, startEmbeddedDynamodb } from '../fakes/embedded-dynamodb.ts';

/** One command of the built program over one table: how long its process took, in seconds. */
export interface TableFigures {
  readonly what: string;
  /** The writes that the scan reports; undefined where the command writes nothing. */
  readonly writes: number | undefined;
  readonly embedded: number;
  /** The same over a DynamoDB server on this machine, on disk, in another process than the command. */
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
  const dir = await mkdtemp(join(tmpdir(), 'lastseen-bench-'));
  const server = await startEmbeddedDynamodb(join(dir, 'server'));
  let tables = 0;
  const newTables = async () => {
    const name = `bench-${++tables}`;
    await ensureTable(server.client, name);
    const http = ['--table', name, '--endpoint', server.endpoint];
    return { embedded: ['--data', join(dir, name)], overHttp: http };
  };
  try {
    const figures: TableFigures[] = [];
    for (const { users, days, records } of sizes) {
      const sample = await sampleOf(join(dir, 'sample'), { users, days, records });
      const isFirst = figures.length === 0;
      if (isFirst) figures.push(await measure(`inventory of ${users} users`, inventoryScan(sample), await newTables()));
      const filled = await newTables();
      figures.push(await measure(`${sample.records} records of ${users} users`, wholeScan(sample), filled));
      if (!isFirst) continue;
      figures.push(await measure(`list of ${users} users, CSV`, ['list', '--format', 'csv'], filled));
      figures.push(await measure(`show of one of ${users}`, ['show', firstOf(sample)], filled));
    }
    return figures;
  } finally {
    await server.stop();
    await rm(dir, { recursive: true });
  }
}

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

async function measure(
  what: string,
  command: readonly string[],
  tables: { readonly embedded: readonly string[]; readonly overHttp: readonly string[] },
): Promise<TableFigures> {
  const embedded = await secondsOf([...command, ...tables.embedded]);
  const overHttp = await secondsOf([...command, ...tables.overHttp]);
  if (embedded.answer !== overHttp.answer) throw new Error(`${what}: the two tables answer differently`);
  const writes = command[0] === 'scan' ? Number(JSON.parse(embedded.answer).writes) : undefined;
  return { what, writes, embedded: embedded.seconds, overHttp: overHttp.seconds };
}

/** Code 2 is an answer too: the sample has malformed records on purpose. */
async function secondsOf(args: readonly string[]) {
  const startMs = performance.now();
  const { code, stdout, stderr } = await runCli('.', args);
  if (code !== 0 && code !== 2) throw new Error(`lastseen ${args.join(' ')} ended with ${code}: ${stderr}`);
  return { seconds: (performance.now() - startMs) / 1000, answer: stdout };
}
