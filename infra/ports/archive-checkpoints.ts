import type { Checkpoint } from '../../domain/archive/archive-checkpoint.ts';

/** Remembers what of the archives is in the table. A checkpoint is written after what it speaks of, never before. */
export interface ArchiveCheckpoints {
  /** Of all folders of a bucket whose names begin like this, by the folder. */
  readCheckpoints(bucket: string, prefix: string): Promise<Map<string, Checkpoint>>;
  /** Answers how many requests that took. */
  writeCheckpoint(bucket: string, checkpoint: Checkpoint): Promise<number>;
}
