import type { AccountId } from '../../domain/ids.ts';
import type { Entry } from '../../domain/sightings/entry.ts';
import type { LastSeen } from '../../domain/sightings/last-seen.ts';
import type { Instant } from '../../domain/time.ts';
import type { WritePorts } from './ingest-ports.ts';
import type { AwakeningDelivery } from './pending-awakenings.ts';

export interface IngestSettings {
  readonly resolutionMinutes: number;
  /** Days of silence after which a sighting is an awakening; exactly this many count. */
  readonly thresholdDays: number;
}

/** The ports of writing, and the time and settings of the writes. */
export interface WriteContext extends WritePorts {
  readonly now: Instant;
  readonly settings: IngestSettings;
}

/** The folded sightings of one subject. */
export interface LastSeenWork {
  readonly key: string;
  readonly accountId: AccountId;
  readonly entry: Entry;
  readonly fresh: LastSeen;
  /** Undefined where no awakenings are published; other writers publish the pending ones. */
  readonly awakeningDelivery: AwakeningDelivery | undefined;
  /** Called before the first request that writes a sighting, so that it is called again if it throws. */
  readonly beforeWrite?: (() => Promise<void>) | undefined;
}
