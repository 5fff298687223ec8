import { measureTrail } from '../../../infra/trail/trail-paths.ts';
import type { TrailProgress } from '../../trail/read-trail.ts';
import type { CommonOptions } from '../options/common-options.ts';
import { isProgressSeen, progressBar } from './progress-bar.ts';
import { readingTally } from './reading-tally.ts';

const silent: TrailProgress & { stop(): void } = { bytes: () => {}, file: () => {}, stop: () => {} };

/** A progress bar on standard error while log files are read; silent where nobody sees it. */
export async function scanProgress(
  options: CommonOptions,
  paths: readonly string[],
): Promise<TrailProgress & { stop(): void }> {
  if (!isProgressSeen(options)) return silent;
  const total = await measureTrail(paths);
  const tally = readingTally();
  const words = () => tally.words(`${tally.files()}/${total.files} files`);
  const bar = progressBar(options, total.bytes, words());
  return {
    bytes: (count) => {
      tally.addBytes(count);
      bar.update(tally.bytes(), words());
    },
    file: (records) => {
      tally.addFile(records);
      bar.update(tally.bytes(), words());
    },
    stop: () => bar.stop(),
  };
}
