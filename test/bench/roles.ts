import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import type { Instant } from '../../domain/time.ts';
import { readTrail } from '../../handlers/trail/read-trail.ts';
import { proveTrail } from '../../handlers/verify/prove-trail.ts';
import { readPublicKeyFiles } from '../../infra/local/public-key-files.ts';
import { verifySignature } from '../../infra/trail/digests/verify-signature.ts';
import { TrailFileReader } from '../../infra/trail/fold-trail-file.ts';
import { logFiles } from './log-files.ts';

/** The moment at which the sample ends; nothing in it that counts comes later. */
const now = '2026-11-01T00:00:00Z' as Instant;
const quiet = { bytes: () => {}, file: () => {} };

type Fold = Awaited<ReturnType<typeof readTrail>>['fold'];

/** The folders of log files alone, beside which lie those of digests. */
function foldersOfLogs(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => basename(name) === 'CloudTrail').map((name) => join(folder, name));
}

/** What the contenders that are ours do with a folder; each answers lines of user and time. */
export const roles: Readonly<Record<string, (folder: string) => Promise<string[]>>> = {
  scan: async (folder) => answersOf([(await readTrail(foldersOfLogs(folder), now, quiet)).fold]),
  proof: async (folder) => {
    const { evidence, fold } = await readTrail([folder], now, quiet);
    if (evidence === undefined) throw new Error('the sample has no digests');
    const keys = await readPublicKeyFiles([join(dirname(folder), 'public-keys.json')]);
    const ports = { verifySignature, publicKeys: async () => keys };
    const checked = await proveTrail(evidence, [...fold.trailChanges.values()], ports);
    if (checked.kind !== 'checked' || checked.proof.digests.valid === 0) throw new Error('nothing was proven');
    return answersOf([fold]);
  },
  parse: async (folder) => answersOf(await onThreads<Fold>('parse', folder)),
  inflate: async (folder) => {
    await onThreads('inflate', folder);
    return [];
  },
  duckdb: async (folder) => {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const reader = await connection.runAndReadAll(duckdbQuery(folder));
    return reader.getRows().map(([user, at]) => `${user}\t${at}`);
  },
};

function answersOf(folds: readonly Fold[]): string[] {
  const latest = new Map<string, string>();
  for (const fold of folds) {
    for (const [
      entry,
      {
        latest: { at },
      },
    ] of [...fold.lastSeen.values()].flatMap((seen) => [...seen])) {
      const [kind, user = ''] = entry.split('#');
      if (kind === 'user' && at > (latest.get(user) ?? '')) latest.set(user, at);
    }
  }
  return [...latest].map(([user, at]) => `${user}\t${at}`);
}

/**
 * The same files on as many threads as cores, each taking the next one, without our own code for folders and threads.
 */
async function onThreads<T>(task: string, folder: string): Promise<T[]> {
  const next = new SharedArrayBuffer(4);
  const files = logFiles(folder);
  const thread = () =>
    new Promise<T>((done, failed) => {
      const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { task, files, next } });
      worker.once('message', done).once('error', failed);
    });
  return Promise.all(Array.from({ length: availableParallelism() }, thread));
}

type ThreadTask = { readonly task: string; readonly files: readonly string[]; readonly next: SharedArrayBuffer };

async function runThread({ task, files, next }: ThreadTask): Promise<void> {
  const turn = new Int32Array(next);
  const folder = new TrailFileReader(now, { by: 'parse' });
  for (let index = Atomics.add(turn, 0, 1); index < files.length; index = Atomics.add(turn, 0, 1)) {
    const path = files[index] as string;
    if (task === 'inflate') inflate(path);
    else await folder.foldFile(path, () => {});
  }
  parentPort?.postMessage(folder.finish());
}

function inflate(path: string): void {
  const packed = readFileSync(path);
  gunzipSync(packed, { chunkSize: Math.min(packed.readUInt32LE(packed.length - 4) + 1, 64 * 1024 * 1024) });
}

if (!isMainThread && parentPort !== null && (workerData as Partial<ThreadTask>)?.files !== undefined) {
  await runThread(workerData as ThreadTask);
}

/** The reading of records as SQL, as far as the sample goes. */
function duckdbQuery(folder: string): string {
  const person = 'type VARCHAR, principalId VARCHAR, arn VARCHAR, accountId VARCHAR, userName VARCHAR';
  const identity = `STRUCT(${person}, sessionContext STRUCT(sessionIssuer STRUCT(${person})))`;
  const texts = 'eventTime,eventName,eventType,eventCategory,errorMessage,recipientAccountId'.split(',');
  const record = `STRUCT(${texts.map((name) => `${name} VARCHAR`).join(', ')}, userIdentity ${identity})`;
  return `
    with records as (
      select unnest(Records) as r from read_json('${folder}/**/*_CloudTrail_*.json.gz',
        maximum_object_size = 1000000000, columns = {Records: '${record}[]'})),
    claims as (
      select r, r.userIdentity as i,
        case when r.userIdentity.type = 'FederatedUser' then r.userIdentity.sessionContext.sessionIssuer.principalId
          else r.userIdentity.principalId end as id
      from records)
    select id, max(r.eventTime) from claims
    where starts_with(id, 'AIDA') and r.eventTime <= '${now}'
      and (i.type in ('IAMUser', 'Unknown') or i.type = 'FederatedUser' and i.sessionContext.sessionIssuer.type = 'IAMUser')
      and i.accountId = r.recipientAccountId and i.userName is distinct from 'HIDDEN_DUE_TO_SECURITY_REASONS'
      and r.eventCategory <> 'NetworkActivity'
      and (r.eventType <> 'AwsConsoleSignIn' or r.eventName = 'ConsoleLogin' and r.errorMessage is null)
    group by id`;
}
