import cliProgress from 'cli-progress';
import { durationWords, estimateWords } from '../../domain/backfill/backfill-words.ts';
import type { BackfillProgress } from '../backfill/backfill-ports.ts';

/**
 * Says on standard error how long the lookup of users will take, before it starts; on a terminal with a bar and the
 * time left.
 */
export function liveProgress(): BackfillProgress & { stop(): void } {
  let bar: cliProgress.SingleBar | undefined;
  let secondsEach = 0;
  let left = 0;
  const payload = () => ({ left: durationWords(left * secondsEach) });
  return {
    start: ({ users, regions, lookups, seconds }) => {
      if (lookups === 0) return;
      process.stderr.write(`lastseen: looking up ${estimateWords(users, regions, seconds)}\n`);
      [left, secondsEach] = [lookups, seconds / lookups];
      if (process.stderr.isTTY !== true) return;
      const format = '{bar} {percentage}% | {value}/{total} lookups | about {left} left';
      bar = new cliProgress.SingleBar({ format, stream: process.stderr, clearOnComplete: true, hideCursor: true });
      bar.start(lookups, 0, payload());
    },
    done: () => {
      left--;
      bar?.increment(1, payload());
    },
    stop: () => bar?.stop(),
  };
}
