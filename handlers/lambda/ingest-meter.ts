/** The metrics of ingest. */

import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { epochMs } from '../../domain/time.ts';
import type { Ingested } from '../ingest/ingest.ts';
import { type MetricOwner, setOwner } from './metric-owner.ts';

/** CloudWatch takes 100 values of one metric in a line. Powertools writes the line by itself at the hundredth. */
const lagsAtMost = 99;

const names = {
  received: 'RecordsReceived',
  recorded: 'RecordsRecorded',
  ignored: 'RecordsIgnored',
  refused: 'RecordsRefused',
  malformed: 'RecordsMalformed',
  failed: 'RecordsFailed',
} as const;

type Counts = Readonly<Record<keyof typeof names, number>>;

const kinds = Object.keys(names) as (keyof typeof names)[];

const noCounts: Counts = { received: 0, recorded: 0, ignored: 0, refused: 0, malformed: 0, failed: 0 };

const sumOf = (a: Counts, b: Counts): Counts =>
  Object.fromEntries(kinds.map((kind) => [kind, a[kind] + b[kind]])) as Counts;

/** Counts what ingest does and writes it to the log as CloudWatch metrics (embedded metric format). */
export interface IngestMeter {
  count(ingested: Ingested, owner: MetricOwner, nowMs: number): void;
}

/**
 * One line for each event would be the largest cost of all; one a minute costs a tenth of that. So counts wait for up
 * to `everySeconds`; failures and awakenings are written at once. Counts that wait in a sandbox that is never called
 * again are lost: these metrics show the health of the pipeline, not the users' activity. Leaves out counts of zero.
 */
export function ingestMeter(everySeconds: number): IngestMeter {
  const metrics = new Metrics({ namespace: 'Lastseen' });
  let counts = noCounts;
  let lags: number[] = [];
  let awoken = 0;
  let writtenAtMs = Number.NEGATIVE_INFINITY;

  const write = (owner: MetricOwner) => {
    setOwner(metrics, owner);
    for (const kind of kinds) {
      if (counts[kind] > 0) metrics.addMetric(names[kind], MetricUnit.Count, counts[kind]);
    }
    if (awoken > 0) metrics.addMetric('DormantUsersAwoken', MetricUnit.Count, awoken);
    for (const lag of lags) metrics.addMetric('IngestLag', MetricUnit.Seconds, lag);
    metrics.publishStoredMetrics();
    counts = noCounts;
    [lags, awoken] = [[], 0];
  };

  return {
    count: (ingested, owner, nowMs) => {
      counts = sumOf(counts, ingested.counts);
      awoken += ingested.awakenings.length;
      for (const outcome of ingested.outcomes) {
        if (outcome.kind !== 'recorded') continue;
        if (lags.length === lagsAtMost) write(owner);
        lags.push(Math.max(0, (nowMs - epochMs(outcome.latest)) / 1000));
      }
      if (ingested.counts.received === 0) return;
      const isUrgent = counts.failed + counts.malformed + counts.refused + awoken > 0;
      if (!isUrgent && nowMs - writtenAtMs < everySeconds * 1000) return;
      write(owner);
      writtenAtMs = nowMs;
    },
  };
}
