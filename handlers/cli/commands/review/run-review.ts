import { InputError } from '../../../input-error.ts';
import type { ProgramContext } from '../../program-context.ts';
import { actionOf, type ReviewOptions } from './review-options.ts';
import { runAnswer } from './run-answer.ts';
import { runClose } from './run-close.ts';
import { runStart } from './run-start.ts';
import { runStatus } from './run-status.ts';
import { runVerify } from './run-verify.ts';

/** Does one action of a review, and sets the exit code. */
export async function runReview(
  typed: string,
  what: string | undefined,
  options: ReviewOptions,
  context: ProgramContext,
): Promise<void> {
  const action = actionOf(typed, options);
  if (what !== undefined && action !== 'answer' && action !== 'verify') {
    throw new InputError(`review ${action} ${what}: it takes no further word`);
  }
  switch (action) {
    case 'start':
      return runStart(options, context);
    case 'status':
      return runStatus(options, context);
    case 'answer':
      return runAnswer(what, options, context);
    case 'close':
      return runClose(options, context);
    case 'verify':
      return runVerify(what, options, context);
    default:
      return action satisfies never;
  }
}
