import type { AccountId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import type { ArchiveContext } from '../../../handlers/archive/archive-ports.ts';
import { ingestArchive } from '../../../handlers/archive/ingest-archive.ts';
import { newIngestMemory } from '../../../handlers/ingest/ingest-memory.ts';
import { randomOf } from '../../../handlers/sample/random.ts';
import { proofsModel } from '../../fakes/trail/proofs-model.ts';
import type { TableUse } from '../table-meter.ts';
import { manyAccountsTable } from './many-accounts-table.ts';
import { arrivalsIn, fileOf, type Organization, quartersAnHour } from './organization-files.ts';

/** What the trail of an organization asks of the table, from an empty one on. */
export interface OrganizationFigures extends Organization {
  readonly sandboxes: number;
  readonly files: number;
  readonly batches: number;
  readonly records: number;
  readonly use: TableUse;
  /** What the sandbox that knows most remembers in the end. */
  readonly subjects: number;
  readonly watches: number;
  /** The most writes of one account in a quarter of an hour. */
  readonly mostWritesOfAnAccount: number;
  readonly seconds: number;
}

/** A batch of 1,000 files of two minutes holds about as many accounts as fifty of these larger files do. */
const filesABatch = 50;

/** Sandboxes at work on an organization's trail at three times the average of its files. */
const sandboxesAtWork = 3;

/** Assumed: Lambda begins a sandbox anew every two hours, not all at once. Then it knows nothing, and reads again. */
const quartersOfASandbox = 2 * quartersAnHour;
const endsIn = (quarter: number, sandbox: number): boolean =>
  quarter >= quartersOfASandbox && (quarter - 3 * sandbox) % quartersOfASandbox === 0;

/** Reads the organization's files batch by batch with the real flow, each batch in a random sandbox. */
export async function simulate(organization: Organization): Promise<OrganizationFigures> {
  const { table, use, mostWritesOfAnAccount } = manyAccountsTable();
  const files = new Map<string, Uint8Array>();
  const contexts = Array.from({ length: sandboxesAtWork }, () => contextOf(table, files));
  const random = randomOf(organization.seed);
  const [startMs, done] = [performance.now(), { files: 0, batches: 0, records: 0, most: 0 }];
  for (let quarter = 0; quarter < organization.hours * quartersAnHour; quarter++) {
    for (const sandbox of contexts.keys()) if (endsIn(quarter, sandbox)) contexts[sandbox] = contextOf(table, files);
    const order = arrivalsIn(organization, quarter);
    for (let at = 0; at < order.length; at += filesABatch) {
      const batch = order.slice(at, at + filesABatch).map((file) => fileOf(organization, file.account, file.quarter));
      for (const { object, bytes } of batch) files.set(object.key, bytes);
      const { outcomes, fold } = await ingestArchive(
        batch.map(({ object }) => object),
        random.pick(contexts),
      );
      if (outcomes.some(({ kind }) => kind !== 'read')) throw new Error('a file of the organization was not read');
      files.clear();
      done.files += batch.length;
      done.batches++;
      done.records += fold.received;
    }
    done.most = Math.max(done.most, mostWritesOfAnAccount());
  }
  const most = (sizeOf: (memory: ArchiveContext['memory']) => number) =>
    Math.max(...contexts.map(({ memory }) => sizeOf(memory)));
  const remembered = { subjects: most(({ subjects }) => subjects.size), watches: most(({ watches }) => watches.size) };
  const { most: mostWrites, ...counted } = done;
  const seconds = (performance.now() - startMs) / 1000;
  return {
    ...organization,
    ...counted,
    ...remembered,
    sandboxes: sandboxesAtWork,
    use: use(),
    mostWritesOfAnAccount: mostWrites,
    seconds,
  };
}

/** A sandbox of ingest-archive over files in memory, in a bucket without digests. */
export function contextOf(table: ArchiveContext['table'], files: ReadonlyMap<string, Uint8Array>): ArchiveContext {
  return {
    open: async ({ key }) => {
      const bytes = files.get(key);
      if (bytes === undefined) return { kind: 'missing', why: 'NoSuchKey' };
      return { kind: 'open', bytes: chunksOf(bytes), sizeBytes: bytes.length, close: () => {} };
    },
    hasTime: () => true,
    table,
    memory: newIngestMemory(80_000),
    now: '2026-12-31T08:00:00Z' as Instant,
    settings: { resolutionMinutes: 60, thresholdDays: 90 },
    proofs: proofsModel(async (_: AccountId) => undefined),
    listKeys: async () => new Map(),
    publish: async () => {},
    digests: 'wait',
  };
}

async function* chunksOf(bytes: Uint8Array) {
  yield bytes;
}
