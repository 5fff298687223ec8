import { stepsFile } from '../../../../domain/approvals/steps-file.ts';
import { shellPlan } from '../../../../domain/lifecycle/acting/shell-plan.ts';
import { hashedSteps } from '../../../../domain/lifecycle/hashed-steps.ts';
import type { LifecyclePlan } from '../../../../domain/lifecycle/plan.ts';
import { reportMissing } from '../../missing.ts';
import { type Output, openOutput, replaceFile } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { printableJson } from '../../render/printable-json.ts';
import { renderPlan } from '../../render/render-plan.ts';
import type { LifecycleOptions } from './lifecycle-options.ts';
import { planNow, withLifecycle } from './open-lifecycle.ts';

const planFormats = ['table', 'json', 'sh'] as const;

export interface PlanOptions extends LifecycleOptions {
  /** A file for the hashes of the steps. */
  readonly steps?: string;
}

/** Prints the plan of this moment and sets the exit code. It changes neither IAM nor the table. */
export async function runPlan(options: PlanOptions, context: ProgramContext): Promise<void> {
  const output = await openOutput(options, { command: 'plan', formats: planFormats });
  const { plan, missing } = await withLifecycle(options, (open) => planNow(open, options));
  await output.write(textOf(plan, output));
  if (options.steps !== undefined) await replaceFile(options.steps, stepsFile(plan.accountId, hashedSteps(plan)));
  context.setExitCode(reportMissing(missing, options));
}

function textOf(plan: LifecyclePlan, output: Output<(typeof planFormats)[number]>): string {
  switch (output.format) {
    case 'json':
      return `${printableJson(plan, 2)}\n`;
    case 'sh':
      return shellPlan(plan);
    case 'table':
      return renderPlan(plan, output);
    default:
      return output.format satisfies never;
  }
}
