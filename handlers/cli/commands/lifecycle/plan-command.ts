import type { Command } from 'commander';
import { addAnswerOptions } from '../../options/common-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { addLifecycleOptions } from './lifecycle-options.ts';
import type { PlanOptions } from './run-plan.ts';

const examples = `
Examples:
  lastseen plan                                 needs a scan --live of the last 24 hours, and changes nothing
  lastseen plan --profile audit --output plan.json
  lastseen plan --format sh --output plan.sh    commands of the AWS CLI to read and run yourself, with their undo
  lastseen plan --steps steps.txt               one line a step with its hash, for a pull request
  lastseen plan --verbose                       why not, also for the users who are active

The section lifecycle of lastseen.yml sets days of notice, owners, caps, window and protected paths.
Exit codes: 0 done; 2 wrong usage, or IAM did not answer everything; 75 try again, it may pass.`;

/** `lastseen plan`. */
export function definePlan(command: Command, context: ProgramContext): Command {
  command.option('--steps <file>', 'write the hashes of the steps, also of those that wait for an approval');
  return addLifecycleOptions(addAnswerOptions(command, 'table, json or sh'))
    .addHelpText('after', examples)
    .action(async () => {
      const { runPlan } = await import('./run-plan.ts');
      await runPlan(command.optsWithGlobals<PlanOptions>(), context);
    });
}
