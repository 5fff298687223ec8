import type { ArchiveSelection } from '../../../../domain/archive/archive-selection.ts';
import { isTrailUrl } from '../../../../domain/archive/trail-location.ts';
import { bucketFiles, type GivenTrail, type WitnessFile } from '../../../evidence/witness-files.ts';

/** The log files of `--trail`. `close` ends the connections to buckets. Their stores throw LiveFailure. */
export async function openTrail(trail: readonly string[]): Promise<GivenTrail & { close(): void }> {
  const [urls, paths] = [trail.filter(isTrailUrl), trail.filter((path) => !isTrailUrl(path))];
  if (urls.length === 0) return { paths, ofBuckets: nothing, close: () => {} };
  const { bucketStores } = await import('../../bucket-trails.ts');
  const { stores, close } = bucketStores(urls);
  const ofBuckets = async function* (selection: ArchiveSelection): AsyncGenerator<WitnessFile> {
    for (const { location, store } of stores) yield* bucketFiles(location, store, selection);
  };
  return { paths, ofBuckets, close };
}

async function* nothing(): AsyncGenerator<WitnessFile> {}
