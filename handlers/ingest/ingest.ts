/** The flow of ingest: records deliveries, each subject and Region with one write. */

import pMap from 'p-map';
import { inTheFuture } from '../../domain/cloudtrail/record.ts';
import type { Awakening } from '../../domain/sightings/awakening.ts';
import { addSighting, compactLastSeen, type LastSeen, type LastSeenFold } from '../../domain/sightings/last-seen.ts';
import { answerCall } from './answer-returns.ts';
import type { IngestPorts } from './ingest-ports.ts';
import type { LastSeenWork, WriteContext } from './last-seen-work.ts';
import {
  type Batch,
  type Delivery,
  type Read,
  type ReadContext,
  readDeliveries,
  type SubjectWork,
  type WatchWork,
} from './read-deliveries.ts';
import { writeChange } from './write-change.ts';
import { writeLastSeen } from './write-last-seen.ts';
import { writeAccount, writeWatch } from './write-watch.ts';

/**
 * The outcome of a delivery. `failed` must be delivered again; that includes a time in the future, which passes. All
 * others are final. A `malformed` delivery must be kept for a person to look at.
 */
export type Outcome = Read | { readonly kind: 'failed'; readonly cause: unknown };

/**
 * The outcomes in the order of the deliveries, and their counts, which add up: `received = recorded + ignored + refused
 * + malformed + failed`.
 */
export interface Ingested {
  readonly outcomes: readonly Outcome[];
  readonly counts: Readonly<Record<'received' | Outcome['kind'], number>>;
  readonly awakenings: readonly Awakening[];
}

/** The ports of ingest, and the time and settings of its writes. */
export interface IngestContext extends WriteContext, IngestPorts, ReadContext {
  /** Whether there is time to begin a write. A delivery that is not begun fails and must be delivered again. */
  readonly hasTime: () => boolean;
}

const subjectsAtOnce = 16;

/**
 * Records the deliveries, once for each subject and Region of the batch. `recorded` means: the table is certainly
 * behind by less than the resolution. If one subject or Region fails, only the deliveries with it fail.
 */
export async function ingest(deliveries: readonly Delivery[], context: IngestContext): Promise<Ingested> {
  const batch = readDeliveries(deliveries, context);
  const failures = new Map<Delivery, unknown>();
  const awakenings: Awakening[] = [];
  const take = async ({ deliveries, run }: Step) => {
    if (deliveries.every((delivery) => failures.has(delivery))) return;
    try {
      if (!context.hasTime()) throw new Error('no time was left to begin');
      awakenings.push(...(await run()));
    } catch (cause) {
      for (const delivery of deliveries) failures.set(delivery, cause);
    }
  };
  for (const concurrent of stepsOf(batch, context)) await pMap(concurrent, take, { concurrency: subjectsAtOnce });
  const outcomes = batch.reads.map(({ delivery, read }): Outcome => {
    return failures.has(delivery) ? { kind: 'failed', cause: failures.get(delivery) } : outcomeOf(read);
  });
  return { outcomes, counts: countsOf(outcomes), awakenings };
}

function outcomeOf(read: Read): Outcome {
  if (read.kind !== 'malformed' || read.why !== inTheFuture) return read;
  return { kind: 'failed', cause: new Error(`${read.field} is ${read.why}`) };
}

/** Something to record, and the deliveries that fail if it does. */
interface Step {
  readonly deliveries: readonly Delivery[];
  readonly run: () => Promise<readonly Awakening[]>;
}

/** The accounts first, so that everything in the table can be found; then the rest. */
function stepsOf(batch: Batch, context: IngestContext): Step[][] {
  const watches = [...batch.watches.values()];
  const subjects = [...batch.subjects.values()];
  const byAccount = new Map<WatchWork['accountId'], Delivery[]>();
  const changes = batch.changes.map(({ change, delivery }) => ({ change, deliveries: [delivery] }));
  const parts = [
    ...watches,
    ...subjects.map((work) => ({ ...work.subject, deliveries: deliveriesOf(work) })),
    ...changes.map(({ change, deliveries }) => ({ ...change, deliveries })),
  ];
  for (const { accountId, deliveries } of parts) {
    byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), ...deliveries]);
  }
  return [
    [...byAccount].map(([accountId, deliveries]) => ({ deliveries, run: () => writeAccount(accountId, context) })),
    [
      ...changes.map(({ change, deliveries }) => ({ deliveries, run: () => writeChange(change, context) })),
      ...watches.map((work) => ({ deliveries: work.deliveries, run: () => writeWatch(work, context) })),
      ...subjects.map((work) => ({
        deliveries: deliveriesOf(work),
        run: () => writeLastSeen(lastSeenWork(work, context), context),
      })),
    ],
  ];
}

const deliveriesOf = ({ sightings }: SubjectWork) => sightings.map(({ delivery }) => delivery);

function lastSeenWork({ key, subject, entry, sightings }: SubjectWork, context: IngestContext): LastSeenWork {
  const fold: LastSeenFold<'it'> = new Map();
  for (const { sighting } of sightings) addSighting(fold, 'it', sighting);
  const awakeningDelivery = { subject, sightings, publish: context.publish };
  const fresh = compactLastSeen(fold.get('it') as LastSeen);
  const beforeWrite = () => answerCall(subject, fresh.latest, context);
  return { key, accountId: subject.accountId, entry, fresh, awakeningDelivery, beforeWrite };
}

function countsOf(outcomes: readonly Outcome[]): Ingested['counts'] {
  const counts = { received: outcomes.length, recorded: 0, ignored: 0, refused: 0, malformed: 0, failed: 0 };
  for (const { kind } of outcomes) counts[kind]++;
  return counts;
}
