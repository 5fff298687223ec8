import { parsedText } from '../../../../../domain/json.ts';
import { openPlan } from '../../../../../domain/lifecycle/opened-plan.ts';
import type { LifecyclePlan } from '../../../../../domain/lifecycle/plan.ts';
import { canonicalDigest } from '../../../../canonical-digest.ts';
import { InputError } from '../../../../input-error.ts';
import { textOfFile } from '../../../text-file.ts';

/** Throws InputError where the file holds no plan, or one that was altered. */
export async function planOfFile(file: string): Promise<LifecyclePlan> {
  const opened = openPlan(parsedText(await textOfFile(file)), canonicalDigest);
  if (opened.kind === 'ok') return opened.value;
  throw new InputError(opened.problems.map(({ todo }) => `${file}: ${todo}`).join('\n'));
}
