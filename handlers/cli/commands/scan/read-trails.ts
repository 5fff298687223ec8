/** Reads the trails of a scan: log files on this machine, and archives in buckets. */

import { isTrailUrl } from '../../../../domain/archive/trail-location.ts';
import type { Instant } from '../../../../domain/time.ts';
import { readTrail } from '../../../trail/read-trail.ts';
import type { TrailReading } from '../../../trail/trail-reading.ts';
import type { OpenTable } from '../../open-table.ts';
import { scanProgress } from '../../progress/scan-progress.ts';
import type { ScanOptions } from './scan-options.ts';

type ScanArchives = (table: OpenTable) => ReturnType<typeof import('./scan-archives.ts').scanArchives>;

/**
 * Gets the archives of `--trail s3://...` ready, with the profile by which they are read; reads none where none is
 * given. Throws InputError where a URL or a selection is wrong, before anything is read.
 */
export async function openArchives(options: ScanOptions, now: Instant): Promise<ScanArchives> {
  const urls = (options.trail ?? []).filter(isTrailUrl);
  if (urls.length === 0) return async () => [];
  const { archiveRequests, scanArchives } = await import('./scan-archives.ts');
  const requests = archiveRequests(urls, options, now);
  if (options.profile !== undefined) {
    const { useProfile } = await import('../../../aws-profile.ts');
    const [profile = options.profile] = options.profile.split(',');
    await useProfile(profile.trim());
  }
  return (table) => scanArchives(requests, table, options);
}

/** Reads the log files of `--trail` on this machine, and checks the digests beside them. */
export async function readLogFiles(options: ScanOptions, now: Instant, table: OpenTable): Promise<TrailReading[]> {
  const paths = (options.trail ?? []).filter((path) => !isTrailUrl(path));
  if (paths.length === 0) return [];
  const progress = await scanProgress(options, paths);
  const reading = await readTrail(paths, now, progress).finally(() => progress.stop());
  if (reading.evidence === undefined) return [reading];
  const { checkDigestsOf } = await import('./check-digests.ts');
  return [await checkDigestsOf(reading, options, table)];
}
