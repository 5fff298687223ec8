import type { GivenAnswer } from '../../../../domain/review/given-answer.ts';
import { InputError } from '../../../input-error.ts';
import type { LifecycleOptions } from '../lifecycle/lifecycle-options.ts';

/** What `lastseen review` is told. */
export interface ReviewOptions extends LifecycleOptions, GivenAnswer {
  readonly scope?: string;
  readonly unanswered?: string;
  readonly campaign?: string;
  readonly lists?: string;
  readonly file?: string;
  readonly closingFile?: string;
  /** Whether an option was typed, by its name in camel case. */
  readonly isTyped: (option: string) => boolean;
}

const reviewActions = ['start', 'status', 'answer', 'close', 'verify'] as const;
export type ReviewAction = (typeof reviewActions)[number];

/** The options that only some actions have a use for. */
const usedBy: { readonly [option: string]: readonly ReviewAction[] } = {
  scope: ['start'],
  until: ['start', 'answer'],
  unanswered: ['start'],
  campaign: ['status', 'answer', 'close'],
  lists: ['start', 'status'],
  answer: ['answer'],
  month: ['answer'],
  to: ['answer'],
  reason: ['answer', 'close'],
  file: ['answer'],
  closingFile: ['close'],
  format: ['start', 'status', 'answer', 'close'],
  output: ['start', 'status', 'answer', 'close'],
};

/** The action that was typed. Throws InputError where there is none, or it has no use for an option that was typed. */
export function actionOf(typed: string, { isTyped }: ReviewOptions): ReviewAction {
  const action = reviewActions.find((each) => each === typed);
  if (action === undefined) throw new InputError(`review ${typed}: give one of ${reviewActions.join(', ')}`);
  const idle = Object.entries(usedBy).find(([option, actions]) => isTyped(option) && !actions.includes(action));
  if (idle === undefined) return action;
  const [option, actions] = idle;
  const name = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new InputError(`--${name}: review ${action} has no use for it, but ${actions.join(' and ')}`);
}
