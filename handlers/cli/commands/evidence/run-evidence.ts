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
  if (action === 'verify') return verifyCommand(what, options, context);
  if (action !== 'export') throw new InputError(`evidence ${action}: give export or verify`);
  const [who, ...others] = what;
  if (who === undefined || others.length > 0) throw new InputError('evidence export: give one user at a time');
  return exportCommand(who, options, context);
}
