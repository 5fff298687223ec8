import { InputError } from '../../../input-error.ts';
import type { ProgramContext } from '../../program-context.ts';
import type { EvidenceOptions } from './evidence-options.ts';
import { exportCommand } from './export-evidence.ts';
import { verifyCommand } from './verify-evidence.ts';

/** Exports or verifies evidence. */
export async function runEvidence(
  action: string,
  what: readonly string[],
  options: EvidenceOptions,
  context: ProgramContext,
): Promise<void> {
  if (action === 'verify') return runVerify(what, options, context);
  if (action !== 'export') throw new InputError(`evidence ${action}: give export or verify`);
  const [who, ...others] = what;
  if (who === undefined || others.length > 0) throw new InputError('evidence export: give one user at a time');
  return exportCommand(who, options, context);
}

async function runVerify(what: readonly string[], options: EvidenceOptions, context: ProgramContext): Promise<void> {
  const { chain } = options;
  if (chain === undefined) {
    if (what.length === 0) throw new InputError('evidence verify: give files of evidence, or --chain');
    return verifyCommand(what, options, context);
  }
  if (what.length > 0) throw new InputError(`evidence verify --chain: give no files beside it (${what[0]})`);
  const { verifyChain } = await import('./verify-chain.ts');
  return verifyChain(chain, options, context);
}
