import type { Awakening } from '../../domain/sightings/awakening.ts';
import type { SightingTable } from '../../infra/ports/sighting-table.ts';
import type { IngestMemory } from './ingest-memory.ts';

/** What writing sightings takes from outside. */
export interface WritePorts {
  /** The table, entry by entry. */
  readonly table: SightingTable;
  /** What this sandbox knows of the table; lost with the sandbox. */
  readonly memory: IngestMemory;
}

/** Everything outside that ingest changes. */
export interface IngestPorts extends WritePorts {
  /** Publishes awakenings. Throws where it is not known that all were taken; then they are published again. */
  readonly publish: (awakenings: readonly Awakening[]) => Promise<void>;
}
