import { isTrailUrl } from '../../../../domain/archive/trail-location.ts';
import type { CheckedChain } from '../../../evidence/check-acts.ts';
import { selectionOfActs, witnessActs } from '../../../evidence/witness-acts.ts';
import { bucketFiles, localFiles, type WitnessFile } from '../../../evidence/witness-files.ts';
import type { CheckedActs } from '../../../report/chain-report.ts';
import { withPatience } from '../../progress/patience.ts';
import type { EvidenceOptions } from './evidence-options.ts';

/** The chains with what the log files of `--trail` say of their calls. Throws InputError, LiveFailure. */
export async function askWitness(
  chains: readonly CheckedChain[],
  options: EvidenceOptions,
): Promise<readonly CheckedActs[]> {
  const { trail = [] } = options;
  if (trail.length === 0) return chains;
  const bucket = await openBuckets(trail.filter(isTrailUrl), chains);
  const files = (async function* (): AsyncGenerator<WitnessFile> {
    yield* localFiles(trail.filter((path) => !isTrailUrl(path)));
    yield* bucket.files;
  })();
  return withPatience(options, 'reading the log files', () => witnessActs(chains, files)).finally(bucket.close);
}

async function openBuckets(urls: readonly string[], chains: readonly CheckedChain[]) {
  if (urls.length === 0) return { files: [], close: () => {} };
  const { bucketStores } = await import('../../bucket-trails.ts');
  const { stores, close } = bucketStores(urls);
  const selection = selectionOfActs(chains);
  const files = (async function* (): AsyncGenerator<WitnessFile> {
    if (selection === undefined) return;
    for (const { location, store } of stores) yield* bucketFiles(location, store, selection);
  })();
  return { files, close };
}
