/**
 * The memory of a scan of Entra ID's sign-in log: files of a tenth and of all of a gigabyte, lines and one document,
 * plain and gzip, a folder, and a bucket of an emulator. Exits with 1 where the memory grows with the files.
 */

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { hasMoto, startMoto } from '../../fakes/moto/moto-server.ts';
import { tenant, writeSignIns } from './sign-in-files.ts';

const whole = Number(process.argv[2] ?? 1) * 1e9;
const mostGrowth = 1.3;

const say = (text: string) => void process.stderr.write(`${text}\n`);
const dir = await mkdtemp(join(tmpdir(), 'lastseen-sign-ins-'));
const preload = join(dir, 'memory.cjs');
await writeFile(
  preload,
  `process.on('exit', () => require('fs').writeFileSync(process.env.MEMORY_FILE, String(process.resourceUsage().maxRSS / 1024)));`,
);

interface Figure {
  readonly megabytes: number;
  readonly seconds: number;
  /** Lines of the log, as the scan counts them. */
  readonly records: number;
}

/** Scans with the built command, in a process of its own. */
async function measure(what: string, source: string, more: NodeJS.ProcessEnv = {}): Promise<Figure> {
  const [memory, data] = [join(dir, 'memory'), join(dir, `data-${what.replaceAll(' ', '-')}`)];
  const env = { ...process.env, ...more, MEMORY_FILE: memory, NODE_OPTIONS: `--require ${preload}` };
  const args = ['scan', '--entra-sign-ins', source, '--entra-tenant', tenant, '--data', data, '--format', 'json'];
  const begin = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/lastseen.js', ...args], {
    env,
    maxBuffer: 1e8,
  });
  const seconds = (performance.now() - begin) / 1000;
  const records: number = JSON.parse(stdout).records.received;
  const figure = { megabytes: Number(await readFile(memory, 'utf8')), seconds, records };
  say(`${what}: ${Math.round(figure.megabytes)} MB, ${Math.round(seconds)} s, ${records} records`);
  return figure;
}

/** Writes a file, measures its scan, and removes it. */
async function ofFile(what: string, name: string, bytes: number, form: Parameters<typeof writeSignIns>[1]) {
  const path = join(dir, name);
  await writeSignIns(path, form, bytes, 0);
  const figure = await measure(what, path);
  await rm(path);
  return figure;
}

async function ofFolder(what: string): Promise<Figure> {
  const folder = join(dir, 'folder');
  await mkdir(folder);
  let next = 0;
  for (let part = 0; part < 10; part++)
    next = await writeSignIns(join(folder, `part-${part}.json.gz`), 'lines', whole / 10, next);
  return measure(what, folder);
}

async function ofBucket(what: string): Promise<Figure | undefined> {
  if (!hasMoto) return undefined;
  const path = join(dir, 'bucket.json.gz');
  await writeSignIns(path, 'lines', whole, 0);
  const moto = await startMoto();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const s3 = new S3Client({ endpoint: moto.endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'sign-ins' }));
  await s3.send(new PutObjectCommand({ Bucket: 'sign-ins', Key: 'log/a.json.gz', Body: await readFile(path) }));
  const aws = { AWS_ENDPOINT_URL: moto.endpoint, AWS_REGION: 'us-east-1' };
  const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const figure = await measure(what, 's3://sign-ins/log/', { ...aws, ...keys });
  await moto.stop();
  return figure;
}

try {
  const tenth = await ofFile('lines, a tenth', 'tenth.json', whole / 10, 'lines');
  const larger = {
    lines: await ofFile('lines', 'lines.json', whole, 'lines'),
    document: await ofFile('one document', 'document.json', whole, 'one-document'),
    gzip: await ofFile('gzip', 'lines.json.gz', whole, 'lines'),
    folder: await ofFolder('folder of gzip'),
    bucket: await ofBucket('bucket'),
  };
  process.stdout.write(`${JSON.stringify({ tenth, ...larger }, null, 2)}\n`);
  const isGrowing = Object.values(larger).some((figure) => (figure?.megabytes ?? 0) > tenth.megabytes * mostGrowth);
  if (isGrowing) say(`more than ${mostGrowth} times the memory of a tenth`);
  process.exitCode = isGrowing ? 1 : 0;
} finally {
  await rm(dir, { recursive: true, force: true });
}
