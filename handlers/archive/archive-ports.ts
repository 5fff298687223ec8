import type { Answer } from '../../domain/answer.ts';
import type { ObjectName } from '../../domain/archive/object-notice.ts';
import type { AlteredTrail } from '../../domain/digests/altered-trail.ts';
import type { PublicKeys } from '../../domain/digests/public-key.ts';
import type { Region } from '../../domain/ids.ts';
import type { ArchiveCheckpoints } from '../../infra/ports/archive-checkpoints.ts';
import type { ArchiveProofs } from '../../infra/ports/archive-proofs.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { ListedPage, ListingRequest } from '../../infra/ports/object-listing.ts';
import type { OpenedObject } from '../../infra/ports/opened-object.ts';
import type { WritePorts } from '../ingest/ingest-ports.ts';
import type { WriteContext } from '../ingest/last-seen-work.ts';
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

/** What the ingest of new log files and digests reads or changes outside. */
export interface IngestArchivePorts extends WritePorts {
  /** Opens an object. Throws where a retry may help. */
  readonly open: (object: ObjectName) => Promise<OpenedObject>;
  /** Whether there is time to begin another object. */
  readonly hasTime: () => boolean;
  /** What is remembered between digests and log files. */
  readonly proofs: ArchiveProofs;
  /** All public keys that a home Region ever had. Throws what the SDK throws. */
  readonly listKeys: (home: Region) => Promise<PublicKeys>;
  /** Publishes that a trail is altered. Throws unless that is confirmed; then it is published again. */
  readonly publish: (altered: AlteredTrail) => Promise<void>;
}

/** The ports of the ingest, and the settings of its writes. */
export interface ArchiveContext extends IngestArchivePorts, WriteContext {
  /**
   * `wait`: digests are checked, and wait for log files that come later. `note`: it is only remembered that there are
   * digests. `alone`: digests are checked after all log files, which are left out.
   */
  readonly digests: 'wait' | 'note' | 'alone';
}
