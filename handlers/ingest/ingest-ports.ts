import type { AccountId } from '../../domain/ids.ts';
import type { Awakening } from '../../domain/sightings/awakening.ts';
import type { SightingTable } from '../../infra/ports/sighting-table.ts';
import type { ReturnPorts } from '../lifecycle/answer-return.ts';
import type { IngestMemory } from './ingest-memory.ts';

/** What writing sightings needs from outside. */
export interface WritePorts {
  /** The table, entry by entry. */
  readonly table: SightingTable;
  /** What this sandbox knows of the table. It is lost with the sandbox. */
  readonly memory: IngestMemory;
}

/** What ingest changes outside. */
export interface IngestPorts extends WritePorts {
  /** Publishes awakenings. Throws unless all are confirmed; then they are published again. */
  readonly publish: (awakenings: readonly Awakening[]) => Promise<void>;
  /** Keys of the tags that shelter a user: who sets one is kept; absent where nobody asks. */
  readonly shelterTags?: readonly string[] | undefined;
  /** The account whose quarantined users are answered; absent: every account. */
  readonly actsIn?: AccountId | undefined;
  /** Answers quarantined users who show up; undefined where nobody listens. */
  readonly returns?: ReturnPorts | undefined;
}
