import type { ObjectName } from '../../domain/archive/object-notice.ts';
import type { RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import { writeFold } from '../ingest/write-fold.ts';
import type { WriteContext } from '../ingest/write-last-seen.ts';
import type { IngestArchivePorts } from './archive-ports.ts';
import { type ObjectOutcome, readObjects } from './read-objects.ts';

/** The ports of the ingest of log files, and as of when and how it writes. */
export interface ArchiveContext extends IngestArchivePorts, WriteContext {}

/** Outcomes in the order of the objects, and the records that were in them. */
export interface Archived {
  readonly outcomes: readonly ObjectOutcome[];
  readonly fold: Pick<RecordFold, 'received' | 'recorded' | 'ignored' | 'malformed'>;
}

/**
 * Records what the log files among these objects hold, once for each subject and Region of all of them. `read` means
 * that all but the last resolution is in the table: where the table cannot be written, every object that was read has
 * failed.
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

/** What is claimed to be in the table; an object with malformed records is, but for those. */
const isInTable = ({ kind }: ObjectOutcome): boolean => kind === 'read' || kind === 'malformed';

export type Fate = 'done' | 'again' | 'needs-attention';

/** What an object's outcome asks for: nothing, another try, or somebody who looks. */
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
