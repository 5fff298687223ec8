import cliProgress from 'cli-progress';
import type { ArchiveProgress } from '../archive/archive-ports.ts';

const silent: ArchiveProgress & { stop(): void } = { bytes: () => {}, file: () => {}, done: () => {}, stop: () => {} };

const steps = 10_000;

/**
 * A progress bar on standard error while an archive is read; silent where that is no terminal. The number of objects is
 * known only at the end: the bar estimates it from the Regions and days that are done.
 */
export function archiveProgress(): ArchiveProgress & { stop(): void } {
  if (process.stderr.isTTY !== true) return silent;
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage}% | {objects} objects | {megabytes} MB | {rate} records/s | {eta_formatted} left',
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    etaBuffer: 50,
  });
  const startedMs = Date.now();
  const sum = { bytes: 0, objects: 0, records: 0, fraction: 0 };
  const update = () =>
    bar.update(Math.round(sum.fraction * steps), {
      objects: sum.objects.toLocaleString('en-US'),
      megabytes: (sum.bytes / 1e6).toFixed(1),
      rate: Math.round(sum.records / Math.max(0.001, (Date.now() - startedMs) / 1000)).toLocaleString('en-US'),
    });
  bar.start(steps, 0, { objects: 0, megabytes: '0.0', rate: 0 });
  return {
    bytes: (count) => {
      sum.bytes += count;
      update();
    },
    file: (records) => {
      sum.objects++;
      sum.records += records;
      update();
    },
    done: (fraction) => {
      sum.fraction = fraction;
      update();
    },
    stop: () => bar.stop(),
  };
}
