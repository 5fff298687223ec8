import pMap from 'p-map';
import type { Awakening } from '../domain/awakening.ts';
import { mergeWatch, type Watch } from '../domain/coverage.ts';
import { isMomentDue } from '../domain/resolution.ts';
import { emptyAccount } from '../domain/stored-account.ts';
import { planAccount, planWatches } from '../domain/table-write.ts';
import { laterOf } from '../domain/time.ts';
import { isBeside } from '../infra/sighting-table.ts';
import { type Batch, type Delivery, type Read, readDeliveries, type WatchWork } from './read-deliveries.ts';
import { type IngestContext, recordSubject } from './record-subject.ts';

/** What became of a delivery. `failed` is to be delivered again; so is `malformed`, to end in the dead-letter queue. */
export type Outcome = Read | { readonly kind: 'failed'; readonly cause: unknown };

/** Outcomes in the order of the deliveries; the counts add up: `received = recorded + ignored + malformed + failed`. */
export interface Ingested {
  readonly outcomes: readonly Outcome[];
  readonly counts: Readonly<Record<'received' | Outcome['kind'], number>>;
  readonly awakenings: readonly Awakening[];
}

const subjectsAtOnce = 16;

/**
 * Records what the deliveries hold, once for each subject and Region of the batch. `recorded` is only what is known to be in the table,
 * but for less than the resolution. What fails for one subject or Region fails the deliveries that hold it and no others.
 */
export async function ingest(deliveries: readonly Delivery[], context: IngestContext): Promise<Ingested> {
  const batch = readDeliveries(deliveries, context.now);
  const failures = new Map<number, unknown>();
  const steps = stepsOf(batch, deliveries, context);
  const awakenings: Awakening[] = [];
  for (const concurrent of steps) {
    await pMap(
      concurrent,
      async ({ indexes, run }) => {
        if (indexes.every((index) => failures.has(index))) return;
        try {
          awakenings.push(...(await run()));
        } catch (cause) {
          for (const index of indexes) failures.set(index, cause);
        }
      },
      { concurrency: subjectsAtOnce },
    );
  }
  const outcomes = batch.reads.map(
    (read, index): Outcome => (failures.has(index) ? { kind: 'failed', cause: failures.get(index) } : read),
  );
  return { outcomes, counts: countsOf(outcomes), awakenings };
}

/** Something to record, and the deliveries that fail if it does. */
interface Step {
  readonly indexes: readonly number[];
  readonly run: () => Promise<readonly Awakening[]>;
}

/** First the accounts, so that whatever is in the table can be found; then all else. */
function stepsOf(batch: Batch, deliveries: readonly Delivery[], context: IngestContext): Step[][] {
  const watches = [...batch.watches.values()];
  const subjects = [...batch.subjects.values()];
  const byAccount = new Map<WatchWork['accountId'], number[]>();
  const parts = [...watches, ...subjects.map(({ subject, deliveries }) => ({ ...subject, deliveries }))];
  for (const { accountId, deliveries } of parts) {
    byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), ...deliveries]);
  }
  const ownersOf = (indexes: readonly number[]) => indexes.map((index) => deliveries[index]?.owner ?? '');
  return [
    [...byAccount].map(([accountId, indexes]) => ({ indexes, run: () => recordAccount(accountId, context) })),
    [
      ...watches.map((work) => ({ indexes: work.deliveries, run: () => recordWatch(work, context) })),
      ...subjects.map((work) => ({
        indexes: work.deliveries,
        run: () => recordSubject(work, ownersOf(work.deliveries), context),
      })),
    ],
  ];
}

async function recordAccount(accountId: WatchWork['accountId'], { table, memory }: IngestContext): Promise<[]> {
  if (memory.accounts.get(accountId) === undefined) {
    for (const write of planAccount(emptyAccount(accountId)).filter(isBeside)) await table.apply(write);
    memory.accounts.set(accountId, true);
  }
  return [];
}

/** The proof that a Region is watched: at most one write a resolution for each of its moments, and one a day. */
async function recordWatch({ key, accountId, region, watch }: WatchWork, context: IngestContext): Promise<[]> {
  const { table, memory, settings } = context;
  const known = memory.watches.get(key);
  const stored = { ...emptyAccount(accountId), watches: new Map(known === undefined ? [] : [[region, known]]) };
  const writes = planWatches(
    stored,
    new Map([[accountId, new Map([[region, { ...watch, days: new Map(watch.days) }]])]]),
  );
  let held: Watch = { ...(known ?? watch), days: watch.days };
  for (const write of writes.filter(isBeside)) {
    const isMoment = write.kind === 'watch';
    if (isMoment && !isMomentDue(known?.[write.what], write.at, settings.resolutionMinutes)) continue;
    await table.apply(write);
    if (isMoment) held = { ...held, lastRecord: laterOf(held.lastRecord, write.at), [write.what]: write.at };
  }
  memory.watches.set(key, mergeWatch(memory.watches.get(key), held));
  return [];
}

function countsOf(outcomes: readonly Outcome[]): Ingested['counts'] {
  const counts = { received: outcomes.length, recorded: 0, ignored: 0, malformed: 0, failed: 0 };
  for (const { kind } of outcomes) counts[kind]++;
  return counts;
}
