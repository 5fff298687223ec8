import type { Instant } from '../../domain/time.ts';
import type { EventLookup } from '../../infra/ports/event-lookup.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';

/** Everything outside that a backfill asks or changes. */
export interface BackfillPorts {
  readonly table: Pick<LastSeenTable, 'readAccount' | 'apply'>;
  readonly history: EventLookup;
  /** The time now: a lookup holds up to the moment of asking. */
  readonly clock: () => Instant;
  /** True ends the run; it goes on with the next one. */
  readonly isOver: () => boolean;
  readonly progress: BackfillProgress;
}

export interface BackfillProgress {
  /** Receives how much there is to do, before it begins. */
  start(work: {
    readonly users: number;
    readonly regions: number;
    readonly lookups: number;
    readonly seconds: number;
  }): void;
  /** One user is looked up in one Region. */
  done(): void;
}
