import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { type Archived, fateOf } from '../archive/ingest-archive.ts';
import { type MetricOwner, setOwner } from './metric-owner.ts';

/**
 * Writes to the log what one invocation did, as CloudWatch metrics (embedded metric format). Leaves out counts of zero.
 */
export type ArchiveMeter = (archived: Archived, owner: MetricOwner) => void;

/**
 * One line for each invocation, which reads many files. `ObjectsReceived` = `Read` + `Skipped` + `Failed` (will come
 * again) + `Unread` (needs a person). Records have names of their own, because the same records may have come through
 * ingest.
 */
export function archiveMeter(): ArchiveMeter {
  const metrics = new Metrics({ namespace: 'Lastseen' });
  return ({ outcomes, fold }, owner) => {
    setOwner(metrics, owner);
    const objects = (isCounted: (outcome: Archived['outcomes'][number]) => boolean) =>
      outcomes.filter(isCounted).length;
    const counts = {
      ObjectsReceived: outcomes.length,
      ObjectsRead: objects(({ kind }) => kind === 'read'),
      ObjectsSkipped: objects(({ kind }) => kind === 'skipped'),
      ObjectsFailed: objects((outcome) => fateOf(outcome) === 'again'),
      ObjectsUnread: objects((outcome) => fateOf(outcome) === 'needs-attention'),
      DigestsWaiting: objects(({ kind }) => kind === 'waiting'),
      TrailAltered: objects(({ kind }) => kind === 'altered'),
      ArchiveRecordsReceived: fold.received,
      ArchiveRecordsRecorded: fold.recorded,
      ArchiveRecordsIgnored: [...fold.ignored.values()].reduce((sum, count) => sum + count, 0),
      ArchiveRecordsMalformed: fold.malformed,
    };
    for (const [name, count] of Object.entries(counts)) {
      if (count > 0) metrics.addMetric(name, MetricUnit.Count, count);
    }
    if (outcomes.length > 0) metrics.publishStoredMetrics();
  };
}
