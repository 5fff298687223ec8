import { readStepsFile } from '../../../../../domain/approvals/steps-file.ts';
import { hashedSteps } from '../../../../../domain/lifecycle/hashed-steps.ts';
import { type LifecyclePlan, sealPlan } from '../../../../../domain/lifecycle/plan.ts';
import { canonicalDigest, sha256 } from '../../../../canonical-digest.ts';
import { clockTime } from '../../../../clock.ts';
import { InputError } from '../../../../input-error.ts';
import type { MergedFile } from '../../../../lifecycle/approvals/merged-file.ts';
import { textOfFile } from '../../../text-file.ts';
import { reasonOf } from '../word-options.ts';

/** The steps of a merged file, and why. Throws InputError where a line is not one of a file of steps. */
export async function mergedSteps(file: string, options: Parameters<typeof reasonOf>[0]): Promise<MergedFile> {
  const text = await textOfFile(file);
  const read = readStepsFile(text);
  if (read.kind === 'wrong') {
    throw new InputError(read.problems.map(({ field, todo }) => `${file}, ${field}: ${todo}`).join('\n'));
  }
  const reason = reasonOf(options) ?? 'the file was merged';
  return { steps: read.value, sha256: sha256(text), reason, readAt: clockTime() };
}

/** The plan with the steps of the file alone. */
export function onlySteps({ hash: _, ...plan }: LifecyclePlan, merged: Pick<MergedFile, 'steps'>): LifecyclePlan {
  const steps = plan.steps.filter(({ hash }) => merged.steps.some((step) => step.hash === hash));
  return sealPlan({ ...plan, steps, leftAlone: [] }, canonicalDigest);
}

/** The hashes of the file that no step of the plan has. */
export const unknownSteps = (plan: LifecyclePlan, { steps }: Pick<MergedFile, 'steps'>): string[] => {
  const known = hashedSteps(plan).map(({ hash }) => hash);
  return steps.map(({ hash }) => hash).filter((hash) => !known.includes(hash));
};
