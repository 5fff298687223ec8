/** The flow of new log files: reads objects and writes their sightings. */

import type { ObjectName } from '../../domain/archive/object-notice.ts';
import type { RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import { writeFold } from '../ingest/write-fold.ts';
import type { WriteContext } from '../ingest/write-last-seen.ts';
import type { IngestArchivePorts } from './archive-ports.ts';
import { type ObjectOutcome, readObjects } from './read-objects.ts';

/** The ports of the ingest of log files, and the settings of its writes. */
export interface ArchiveContext extends IngestArchivePorts, WriteContext {}

/** The outcomes in the order of the objects, and the counts of their records. */
export interface Archived {
  readonly outcomes: readonly ObjectOutcome[];
  readonly fold: Pick<RecordFold, 'received' | 'recorded' | 'ignored' | 'malformed'>;
}

/**
 * Records the log files among these objects, with one write for each subject and Region of all of them. An object is
 * `read` only if its sightings are in the table, which may be behind by less than the resolution. Where the table
 * cannot be written, every object that was read has failed.
 */
export async function ingestArchive(objects: readonly ObjectName[], context: ArchiveContext): Promise<Archived> {
  const { outcomes, fold } = await readObjects(objects, context);
  try {
    await writeFold(fold, context);
    return { outcomes, fold };
  } catch (cause) {
    return { outcomes: outcomes.map((outcome) => (isInTable(outcome) ? { kind: 'failed', cause } : outcome)), fold };
  }
}

/** Whether the object's sightings count as written; if it has malformed records, all but those. */
const isInTable = ({ kind }: ObjectOutcome): boolean => kind === 'read' || kind === 'malformed';

export type Fate = 'done' | 'again' | 'needs-attention';

/** What to do after an outcome: nothing, another try, or a person must look. */
export function fateOf({ kind }: ObjectOutcome): Fate {
  switch (kind) {
    case 'read':
    case 'skipped':
      return 'done';
    case 'failed':
    case 'left':
      return 'again';
    case 'missing':
    case 'denied':
    case 'archived':
    case 'too-large':
    case 'unreadable':
    case 'malformed':
      return 'needs-attention';
    default:
      return kind satisfies never;
  }
}
