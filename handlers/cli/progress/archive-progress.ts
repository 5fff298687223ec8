import type { ArchiveProgress } from '../../archive/archive-ports.ts';
import type { CommonOptions } from '../options/common-options.ts';
import { progressBar } from './progress-bar.ts';
import { readingTally } from './reading-tally.ts';

const steps = 10_000;

/**
 * A progress bar on standard error while an archive is read; silent where nobody sees it. The number of objects is
 * known only at the end: the bar estimates it from the Regions and days that are done.
 */
export function archiveProgress(options: CommonOptions): ArchiveProgress & { stop(): void } {
  const tally = readingTally();
  let fraction = 0;
  const words = () => tally.words(`${tally.files().toLocaleString('en-US')} objects`);
  const bar = progressBar(options, steps, words());
  const update = () => bar.update(Math.round(fraction * steps), words());
  return {
    bytes: (count) => {
      tally.addBytes(count);
      update();
    },
    file: (records) => {
      tally.addFile(records);
      update();
    },
    done: (part) => {
      fraction = part;
      update();
    },
    stop: () => bar.stop(),
  };
}
