import type { Instant } from '../../domain/time.ts';
import type { EventLookup } from '../../infra/ports/event-lookup.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';

/** What a backfill reads or changes outside. */
export interface BackfillPorts {
  readonly table: Pick<LastSeenTable, 'readAccount' | 'apply' | 'replaceHistory'>;
  readonly history: EventLookup;
  /** The current time: a lookup covers events up to its request. */
  readonly clock: () => Instant;
  /** True ends the run early; the next run continues it. */
  readonly isOver: () => boolean;
  readonly progress: BackfillProgress;
}

export interface BackfillProgress {
  /** Called before the lookups begin, with the amount of work. */
  start(work: {
    readonly users: number;
    readonly regions: number;
    readonly lookups: number;
    readonly seconds: number;
  }): void;
  /** Called after each lookup of one user in one Region. */
  done(): void;
}
