import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import type { CommonOptions } from '../options/common-options.ts';
import { type ProgressBar, progressBar } from './progress-bar.ts';

/** Follows the writes to a table: how many are planned so far, and how many are made. */
export interface WriteProgress {
  planned(writes: number): void;
  /** The table, each of whose writes is counted. */
  follow<T extends Pick<LastSeenTable, 'apply'>>(table: T): T;
  stop(): void;
}

/** A progress bar on standard error while users are judged and the table is written; silent where nobody sees it. */
export function writeProgress(options: CommonOptions): WriteProgress {
  // Reading and judging a large account takes seconds, also where nothing is to be written.
  let bar: ProgressBar | undefined = progressBar(options, 1, 'judging');
  let [made, planned] = [0, 0];
  const words = () => `judging and writing, ${made.toLocaleString('en-US')}/${planned.toLocaleString('en-US')} writes`;
  const stop = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    planned: (writes) => {
      planned += writes;
      stop();
      bar = progressBar(options, Math.max(1, planned), words());
      bar.update(made, words());
    },
    follow: (table) => ({
      ...table,
      apply: async (write) => {
        const requests = await table.apply(write);
        made++;
        bar?.update(made, words());
        return requests;
      },
    }),
    stop,
  };
}
