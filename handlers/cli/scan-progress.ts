import cliProgress from 'cli-progress';
import { measureTrail } from '../../infra/trail/trail-paths.ts';
import type { TrailProgress } from '../trail/read-trail.ts';

const silent: TrailProgress & { stop(): void } = { bytes: () => {}, file: () => {}, stop: () => {} };

/** A progress bar on standard error while log files are read; silent where that is no terminal. */
export async function scanProgress(paths: readonly string[]): Promise<TrailProgress & { stop(): void }> {
  if (process.stderr.isTTY !== true || paths.length === 0) return silent;
  const total = await measureTrail(paths);
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage}% | {files}/{allFiles} files | {megabytes} MB | {rate} records/s | {eta_formatted} left',
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    etaBuffer: 50,
  });
  const startedMs = Date.now();
  const sum = { bytes: 0, files: 0, records: 0 };
  const payload = () => ({
    files: sum.files,
    allFiles: total.files,
    megabytes: (sum.bytes / 1e6).toFixed(1),
    rate: Math.round(sum.records / Math.max(0.001, (Date.now() - startedMs) / 1000)).toLocaleString('en-US'),
  });
  bar.start(total.bytes, 0, payload());
  return {
    bytes: (count) => {
      sum.bytes += count;
      bar.update(sum.bytes, payload());
    },
    file: (records) => {
      sum.files++;
      sum.records += records;
      bar.update(sum.bytes, payload());
    },
    stop: () => bar.stop(),
  };
}
