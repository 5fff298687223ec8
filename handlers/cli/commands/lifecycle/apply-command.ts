import type { Command } from 'commander';
import { addAnswerOptions } from '../../options/common-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { addLifecycleOptions } from './lifecycle-options.ts';
import { addNoticeOptions } from './notice-options.ts';
import type { ApplyOptions } from './run-apply.ts';

const examples = `
Examples:
  lastseen apply plan.json                      says what it would do, and changes nothing
  lastseen apply plan.json --yes --notices out  writes each notice as a file that you send
  lastseen apply plan.json --yes --table lastseen-prod
  lastseen apply --steps steps.txt --yes --reason "merged as $GITHUB_SHA"   what a merged pull request approved

It plans anew first: a step that no longer stands is dropped with its reason. It refuses a plan that is older than
24 hours, of another account or other settings, or altered. lastseen stop ends it before its next call.
Exit codes: 0 done or dropped; 2 wrong usage, a plan that is refused, or IAM did not answer everything;
75 a step failed, or another run works on the account: plan anew and apply again.`;

/** `lastseen apply`. */
export function defineApply(command: Command, context: ProgramContext): Command {
  command.argument('[plan]', 'the file that lastseen plan --output plan.json wrote');
  command.option('--steps <file>', 'in place of a plan: the merged file of lastseen plan --steps; its merge approves');
  command.option('--reason <text>', 'with --steps: why, like the commit of the merge, for the record');
  command.option('--yes', 'do it; without it nothing is changed, sent or written');
  return addLifecycleOptions(addNoticeOptions(addAnswerOptions(command, 'table or json')))
    .addHelpText('after', examples)
    .action(async (file: string | undefined) => {
      const { runApply } = await import('./run-apply.ts');
      await runApply(file, command.optsWithGlobals<ApplyOptions>(), context);
    });
}
