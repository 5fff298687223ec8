import type { Answer } from '../../domain/answer.ts';
import type { ObjectName } from '../../domain/archive/object-notice.ts';
import type { ArchiveCheckpoints } from '../../infra/ports/archive-checkpoints.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { ListedPage, ListingRequest } from '../../infra/ports/object-listing.ts';
import type { OpenedObject } from '../../infra/ports/opened-object.ts';
import type { WritePorts } from '../ingest/ingest-ports.ts';
import type { TrailProgress } from '../trail/read-trail.ts';

/** What the scan of an archive reads or changes outside. The store throws LiveFailure to end the scan. */
export interface ReadArchivePorts {
  /** Lists one page of a folder. The answer is a failure where this one folder may not be listed. */
  readonly list: (request: ListingRequest) => Promise<Answer<ListedPage>>;
  /** Opens an object by its key. */
  readonly open: (key: string) => Promise<OpenedObject>;
  readonly table: Pick<LastSeenTable, 'readAccount' | 'apply'>;
  readonly checkpoints: ArchiveCheckpoints;
  readonly progress: ArchiveProgress;
}

export interface ArchiveProgress extends TrailProgress {
  /** Reports the fraction of the archive that is done, from 0 to 1. */
  done(fraction: number): void;
}

/** What the ingest of new log files reads or changes outside. */
export interface IngestArchivePorts extends WritePorts {
  /** Opens an object. Throws where a retry may help. */
  readonly open: (object: ObjectName) => Promise<OpenedObject>;
  /** Whether there is time to begin another object. */
  readonly hasTime: () => boolean;
}
