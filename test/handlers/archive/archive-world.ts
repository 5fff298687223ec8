import { gzipSync } from 'node:zlib';
import type { ObjectName } from '../../../domain/archive/object-notice.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { ArchiveContext } from '../../../handlers/archive/archive-ports.ts';
import { type Archived, ingestArchive } from '../../../handlers/archive/ingest-archive.ts';
import { newIngestMemory } from '../../../handlers/ingest/ingest-memory.ts';
import type { OpenedObject } from '../../../infra/ports/opened-object.ts';
import { now } from '../../domain/builders.ts';
import type { IngestTable } from '../../fakes/sighting-model.ts';
import { proofsModel } from '../../fakes/trail/proofs-model.ts';
import { chunksOf } from '../../infra/trail/trail-forms.ts';

export const bucket = 'trail';

/** A log file's key as AWS would name it. */
export const logKey = (name: string | number, folder = 'CloudTrail'): string =>
  `AWSLogs/123456789012/${folder}/eu-west-1/2026/11/23/123456789012_${folder}_eu-west-1_20261123T0800Z_${name}.json.gz`;

export const named = (key: string): ObjectName => ({ bucket, key });

/** A log file with these records. */
export const logFile = (...records: readonly unknown[]): Uint8Array => gzipSync(JSON.stringify({ Records: records }));

export type Held = Uint8Array | Exclude<OpenedObject, { kind: 'open' }> | Error;

/** The function's flow over a bucket held in memory. */
export function archive(
  table: IngestTable,
  held: Readonly<Record<string, Held>>,
  changes: Partial<ArchiveContext> = {},
) {
  const opened: string[] = [];
  const context: ArchiveContext = {
    open: async ({ key }) => {
      opened.push(key);
      const found = held[key] ?? { kind: 'missing', why: 'NoSuchKey' };
      if (found instanceof Error) throw found;
      if (!(found instanceof Uint8Array)) return found;
      return { kind: 'open', bytes: chunksOf(found, 1000), sizeBytes: found.length, close: () => {} };
    },
    hasTime: () => true,
    table,
    memory: newIngestMemory(),
    now,
    settings: { resolutionMinutes: 0, thresholdDays: 90 },
    proofs: proofsModel(async () => undefined),
    listKeys: async () => new Map(),
    publish: async () => {},
    digests: 'wait',
    ...changes,
  };
  const take = (...keys: readonly string[]): Promise<Archived> => ingestArchive(keys.map(named), context);
  return { take, opened, context };
}

/** Records cut into files, of so many each. */
export function filesOf(records: readonly JsonObject[], sizes: Iterator<number>): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (let at = 0; at < records.length; ) {
    const size = sizes.next().value as number;
    files[logKey(Object.keys(files).length)] = logFile(...records.slice(at, at + size));
    at += size;
  }
  return files;
}
