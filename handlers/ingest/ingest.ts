import pMap from 'p-map';
import type { Awakening } from '../../domain/sightings/awakening.ts';
import { type Batch, type Delivery, type Read, readDeliveries, type WatchWork } from './read-deliveries.ts';
import { type IngestContext, writeSubject } from './write-subject.ts';
import { writeAccount, writeWatch } from './write-watch.ts';

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
  const ownersOf = (indexes: readonly number[]) => indexes.map((index) => deliveries[index]?.deliveryId ?? '');
  return [
    [...byAccount].map(([accountId, indexes]) => ({ indexes, run: () => writeAccount(accountId, context) })),
    [
      ...watches.map((work) => ({ indexes: work.deliveries, run: () => writeWatch(work, context) })),
      ...subjects.map((work) => ({
        indexes: work.deliveries,
        run: () => writeSubject(work, ownersOf(work.deliveries), context),
      })),
    ],
  ];
}

function countsOf(outcomes: readonly Outcome[]): Ingested['counts'] {
  const counts = { received: outcomes.length, recorded: 0, ignored: 0, malformed: 0, failed: 0 };
  for (const { kind } of outcomes) counts[kind]++;
  return counts;
}
