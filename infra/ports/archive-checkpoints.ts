import type { Checkpoint } from '../../domain/archive/archive-checkpoint.ts';

/**
 * Remembers which objects of the archives are in the table. A checkpoint is written after the sightings of its objects,
 * never before. Every method throws where it cannot be reached.
 */
export interface ArchiveCheckpoints {
  /** The checkpoints of all folders of a bucket whose names begin with the prefix, by the folder. */
  readCheckpoints(bucket: string, prefix: string): Promise<Map<string, Checkpoint>>;
  /** Replaces the checkpoint of its folder and answers how many requests that took. */
  writeCheckpoint(bucket: string, checkpoint: Checkpoint): Promise<number>;
}
