import type { CheckedChain } from '../../../evidence/check-acts.ts';
import { selectionOfActs, witnessActs } from '../../../evidence/witness-acts.ts';
import { filesOf, localFiles } from '../../../evidence/witness-files.ts';
import type { CheckedActs } from '../../../report/chain-report.ts';
import { withPatience } from '../../progress/patience.ts';
import type { EvidenceOptions } from './evidence-options.ts';
import { openTrail } from './given-trail.ts';

/** The chains with what the log files of `--trail` say of their calls. Throws InputError, LiveFailure. */
export async function askWitness(
  chains: readonly CheckedChain[],
  options: EvidenceOptions,
): Promise<readonly CheckedActs[]> {
  const { trail = [] } = options;
  if (trail.length === 0) return chains;
  const given = await openTrail(trail);
  const selection = selectionOfActs(chains);
  const files = selection === undefined ? localFiles(given.paths) : filesOf(given, selection);
  return withPatience(options, 'reading the log files', () => witnessActs(chains, files)).finally(given.close);
}
