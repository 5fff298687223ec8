import type { Checkpoint } from '../../domain/archive/archive-checkpoint.ts';

/**
 * Stores which objects of the archives are in the table. A checkpoint is written after the sightings of its objects,
 * never before. Every method throws where the store cannot be reached.
 */
export interface ArchiveCheckpoints {
  /** By folder: the checkpoints of all folders of a bucket that begin with the prefix. */
  readCheckpoints(bucket: string, prefix: string): Promise<Map<string, Checkpoint>>;
  /** Replaces the checkpoint of its folder. Returns how many requests that took. */
  writeCheckpoint(bucket: string, checkpoint: Checkpoint): Promise<number>;
}
