import { estimateWords } from '../../../domain/backfill/backfill-words.ts';
import type { BackfillProgress } from '../../backfill/backfill-ports.ts';
import type { CommonOptions } from '../common-options.ts';
import { type ProgressBar, progressBar } from './progress-bar.ts';

/**
 * Says on standard error how long the lookup of users will take, before it starts; on a terminal with a bar and the
 * time left.
 */
export function liveProgress(options: CommonOptions): BackfillProgress & { stop(): void } {
  let bar: ProgressBar | undefined;
  let secondsEach = 0;
  let [done, total] = [0, 0];
  const words = () => `${done.toLocaleString('en-US')}/${total.toLocaleString('en-US')} lookups`;
  return {
    start: ({ users, regions, lookups, seconds }) => {
      if (lookups === 0) return;
      if (!options.quiet) process.stderr.write(`lastseen: looking up ${estimateWords(users, regions, seconds)}\n`);
      [total, secondsEach] = [lookups, seconds / lookups];
      bar = progressBar(options, lookups, words());
      bar.update(0, words(), seconds);
    },
    done: () => {
      done++;
      bar?.update(done, words(), (total - done) * secondsEach);
    },
    stop: () => bar?.stop(),
  };
}
