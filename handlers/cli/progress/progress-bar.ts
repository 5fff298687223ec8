import cliProgress, { type Params } from 'cli-progress';
import { durationWords } from '../../../domain/backfill/backfill-words.ts';
import type { CommonOptions } from '../options/common-options.ts';
import { cutEnd } from '../render/text-width.ts';
import { beforeInterrupt } from './before-interrupt.ts';

/** A line on standard error that says how far long work is. */
export interface ProgressBar {
  /**
   * `words`: what is being done, and how much of it is done. `leftSeconds` where it is known better than by the pace.
   */
  update(done: number, words: string, leftSeconds?: number): void;
  stop(): void;
}

const silent: ProgressBar = { update: () => {}, stop: () => {} };

/** Whether anybody sees progress: standard error is a terminal, and `--quiet` was not given. */
export function isProgressSeen({ quiet = false }: CommonOptions): boolean {
  return process.stderr.isTTY === true && !quiet;
}

const barColumns = 16;

/** Starts a bar of so many steps, as wide as the terminal at most; silent where nobody sees it. */
export function progressBar(options: CommonOptions, total: number, words: string): ProgressBar {
  if (!isProgressSeen(options)) return silent;
  let said = words;
  let left: number | undefined;
  const bar = new cliProgress.SingleBar({
    format: (_, params) => progressLine(params, said, left, (process.stderr.columns || 80) - 1),
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    etaBuffer: 50,
  });
  bar.start(total, 0);
  // Else the cursor of the terminal stays hidden.
  const forget = beforeInterrupt(() => bar.stop());
  return {
    update: (done, newWords, leftSeconds) => {
      [said, left] = [newWords, leftSeconds];
      bar.update(done);
    },
    stop: () => {
      forget();
      bar.stop();
    },
  };
}

/** `####------------  25%, 12 s left, reading: 120/480 files`. */
function progressLine(
  { progress, eta, total, value }: Pick<Params, 'progress' | 'eta' | 'total' | 'value'>,
  words: string,
  leftSeconds: number | undefined,
  columns: number,
): string {
  const part = total === 0 ? 1 : Math.min(1, progress);
  const full = Math.round(part * barColumns);
  const seconds = leftSeconds ?? eta;
  const isKnown = Number.isFinite(seconds) && (value > 0 || leftSeconds !== undefined);
  const left = isKnown ? `, ${durationWords(seconds)} left` : '';
  const bar = '#'.repeat(full) + '-'.repeat(barColumns - full);
  return cutEnd(`${bar} ${`${Math.floor(part * 100)}`.padStart(3)}%${left}, ${words}`, columns);
}
