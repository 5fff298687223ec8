import type { IngestTable } from './sighting-model.ts';

/** What becomes of a call: it goes well, is never made, or is made and its answer lost. */
export type Fate = 'well' | 'before' | 'after';

/** A store whose calls fail as the test says, in the order in which they are made; see `flaky`. */
export function flakyStore<T extends object>(store: T, fate: () => Fate): T {
  const failing = (call: unknown) => {
    if (typeof call !== 'function') return call;
    return async (...args: unknown[]) => {
      const decided = fate();
      await Promise.resolve();
      if (decided === 'before') throw new Error('the table cannot be reached');
      const answer: unknown = await call(...args);
      if (decided === 'after') throw new Error('the answer was lost');
      return answer;
    };
  };
  return Object.fromEntries(Object.entries(store).map(([name, call]) => [name, failing(call)])) as T;
}

/**
 * A table whose calls fail as the test says, in the order in which they are made. Each call takes a turn of the event
 * loop, so that calls interleave.
 */
export function flaky(table: IngestTable, fate: (call: keyof IngestTable) => Fate): IngestTable {
  const failing =
    <A extends unknown[], R>(name: keyof IngestTable, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const decided = fate(name);
      await Promise.resolve();
      if (decided === 'before') throw new Error('the table cannot be reached');
      const answer = await call(...args);
      if (decided === 'after') throw new Error('the answer was lost');
      return answer;
    };
  return {
    apply: failing('apply', table.apply),
    writeUnlessDormant: failing('writeUnlessDormant', table.writeUnlessDormant),
    readEventually: failing('readEventually', table.readEventually),
    readWatchEventually: failing('readWatchEventually', table.readWatchEventually),
    removeDays: failing('removeDays', table.removeDays),
    readEntry: failing('readEntry', table.readEntry),
    writeIfUnchanged: failing('writeIfUnchanged', table.writeIfUnchanged),
    clearPendingAwakening: failing('clearPendingAwakening', table.clearPendingAwakening),
  };
}
