import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

/** A function as it is deployed: kilobytes (1,000 bytes) of its bundle, milliseconds of its import, median. */
export interface BundleFigure {
  readonly kilobytes: number;
  readonly importMs: number;
}

export type BundleFigures = Readonly<Record<'empty' | 'sdkAlone' | 'ingest', BundleFigure>>;

/** What the function needs of the SDK, and nothing else. */
const sdkAlone = `
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
const clients = [DynamoDBDocumentClient.from(new DynamoDBClient({})), new EventBridgeClient({})];
export const handler = async () => [clients, GetCommand, PutCommand, UpdateCommand, PutEventsCommand];
`;

const sources = {
  empty: 'export const handler = async () => ({});',
  sdkAlone,
  ingest: `export { handler } from './handlers/lambda/ingest.ts';`,
};

/** Bundles as serverless.yml does and imports each in a process of its own, in turns. */
export async function benchBundle(runs = 15): Promise<BundleFigures> {
  const dir = await mkdtemp(join(tmpdir(), 'lastseen-bundle-'));
  try {
    const sizes = { empty: 0, sdkAlone: 0, ingest: 0 };
    const times = { empty: [] as number[], sdkAlone: [] as number[], ingest: [] as number[] };
    const names = Object.keys(sources) as (keyof typeof sources)[];
    for (const name of names) sizes[name] = await bundle(sources[name], join(dir, `${name}.cjs`));
    for (let run = 0; run < runs; run++) {
      for (const name of names) times[name].push(await importMs(join(dir, `${name}.cjs`)));
    }
    const figure = (name: keyof typeof sources) => ({ kilobytes: sizes[name] / 1000, importMs: medianOf(times[name]) });
    return { empty: figure('empty'), sdkAlone: figure('sdkAlone'), ingest: figure('ingest') };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Bundles a source as serverless.yml does. Returns the size in bytes. */
export async function bundle(contents: string, outfile: string): Promise<number> {
  await build({
    stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'error',
  });
  return (await stat(outfile)).size;
}

const measure = [
  'const start = performance.now()',
  'require(process.argv[1])',
  "process.stdout.write('\\n' + (performance.now() - start))",
].join(';');

async function importMs(path: string): Promise<number> {
  const env = { ...process.env, TABLE_NAME: 'bench', AWS_REGION: 'eu-west-1', NODE_NO_WARNINGS: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', measure, path], { env });
  return Number(stdout.split('\n').at(-1));
}

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
