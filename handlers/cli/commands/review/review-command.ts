import type { Command } from 'commander';
import { addAnswerOptions } from '../../options/common-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { addLifecycleOptions } from '../lifecycle/lifecycle-options.ts';
import type { ReviewOptions } from './review-options.ts';

const examples = `
Examples:
  lastseen review start --scope unused --until 2027-01-15 --lists lists/
  lastseen review status --lists lists/          writes the lists anew, and remembers who was reminded
  lastseen review answer olive --answer keep --until 2027-03-31 --reason 'backup of the payroll'
  lastseen review answer --file lists/review-team.csv
  lastseen review close --closing-file review.json
  lastseen review verify review.json

Exit codes: 0 done; 1 verify: the file was changed; 2 wrong usage, no review, or IAM did not answer everything;
75 try again, it may pass.`;

/** `lastseen review`. */
export function defineReview(command: Command, context: ProgramContext): Command {
  command
    .argument('<action>', 'start, status, answer, close or verify')
    .argument('[what]', "answer: the user's name, unique id or ARN; verify: a closing file")
    .option('--scope <scope>', 'start: who is asked about: unused, all or admins')
    .option('--until <day>', 'start: the last day (UTC) to answer, 7 to 90 days from now; answer: that of a keep')
    .option('--unanswered <what>', 'start: what no answer means at the end, nothing or lifecycle (default: nothing)')
    .option('--campaign <id>', 'which review (default: the one that runs, else the latest)')
    .option('--lists <folder>', 'start, status: write the list of each who is asked, as CSV and text, into this folder')
    .option('--answer <word>', 'answer: keep, remove, seasonal or not-mine')
    .option('--month <number>', 'answer seasonal: the month in which the user is needed, 1 to 12')
    .option('--to <whom>', 'answer not-mine: who should be asked instead')
    .option('--reason <text>', 'answer: why; close: why before its end')
    .option('--file <file>', 'answer: many answers, from a CSV or JSON')
    .option('--closing-file <file>', 'close: where the file for the auditor goes (default: review-ACCOUNT-ID.json)');
  return addLifecycleOptions(addAnswerOptions(command, 'table or json'))
    .addHelpText('after', examples)
    .action(async (action: string, what: string | undefined) => {
      const { runReview } = await import('./run-review.ts');
      const isTyped = (option: string) => command.getOptionValueSource(option) === 'cli';
      await runReview(action, what, { ...command.optsWithGlobals<ReviewOptions>(), isTyped }, context);
    });
}
