import type { Command } from 'commander';
import { approvalPoints } from '../../../../../domain/approvals/approval.ts';
import { addAnswerOptions } from '../../../options/common-options.ts';
import type { ProgramContext } from '../../../program-context.ts';
import { addLifecycleOptions } from '../lifecycle-options.ts';
import type { ApproveOptions } from './run-approve.ts';

const examples = `
Examples:
  lastseen approve plan.json --reason 'looked at with the owners'            says what it would approve
  lastseen approve plan.json alice --reason 'left in May' --yes
  lastseen approve 0123456789ab --reason 'left in May' --yes --table lastseen-prod
  lastseen approve plan.json --reason 'left in May' --yes --url https://ID.lambda-url.eu-west-1.on.aws/

An approval binds a step: account, user, act, what the user may do, and the settings. It holds for 72 hours, also for
the plan of tomorrow. Who plans, who acts and the user concerned approve nothing.
Exit codes: 0 done; 2 wrong usage, no such step, or an approval that would not stand; 75 try again, it may pass.`;

/** `lastseen approve`. */
export function defineApprove(command: Command, context: ProgramContext): Command {
  command
    .argument(
      '<step>',
      'the first digits of the hash of a step, or the file that lastseen plan --output plan.json wrote',
    )
    .argument('[user...]', 'names or unique ids: of the plan, these users alone')
    .option('--reason <text>', 'why, needed')
    .option('--acknowledge <point...>', `what you know and approve all the same: ${approvalPoints.join(', ')}`)
    .option('--url <url>', 'ask the function of the stack at its URL instead of writing into a table')
    .option('--yes', 'do it; without it nothing is written or sent');
  return addLifecycleOptions(addAnswerOptions(command, 'table or json'))
    .addHelpText('after', examples)
    .action(async (step: string, users: readonly string[]) => {
      const { runApprove } = await import('./run-approve.ts');
      await runApprove(step, users, command.optsWithGlobals<ApproveOptions>(), context);
    });
}
