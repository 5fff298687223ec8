import { campaignScopes, campaignUntil, silences } from '../../../../domain/review/campaign.ts';
import type { ReviewView } from '../../../../domain/review/review-view.ts';
import type { CampaignTerms } from '../../../../domain/review/start.ts';
import { clockTime } from '../../../clock.ts';
import { InputError } from '../../../input-error.ts';
import { beginReview } from '../../../review/begin-review.ts';
import { readWhole } from '../../../review/open-campaign.ts';
import { rememberMessages } from '../../../review/send-messages.ts';
import { exitCodes } from '../../exit-codes.ts';
import { remark } from '../../missing.ts';
import { optionsOf } from '../../options/option-problems.ts';
import { openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { gatherForReview, type OpenReview, viewNow, withReview } from './open-review.ts';
import type { ReviewOptions } from './review-options.ts';
import { reviewFormats, reviewText } from './review-text.ts';
import { makeListsFolder, writeLists } from './write-lists.ts';

/** Begins a review, and shows who is asked about whom. */
export async function runStart(options: ReviewOptions, context: ProgramContext): Promise<void> {
  const terms = termsOf(options);
  const { lists } = options;
  const output = await openOutput(options, { command: 'review start', formats: reviewFormats });
  if (lists !== undefined) await makeListsFolder(lists);
  await withReview(options, async (open) => {
    const gathered = await gatherForReview(open, options);
    const started = await beginReview(gathered, open.request, { ...terms, startedBy: open.ports.by }, open.ports);
    const { facts, missing } = gathered;
    const isHandedOut = lists !== undefined && (await handOut(lists, viewNow(open, started, facts), options, open));
    const asked = isHandedOut ? await readWhole(open.table, started.campaign) : started;
    await output.write(reviewText(viewNow(open, asked, facts), facts.question.now, missing, output));
    if (started.campaign.confirmers.length === 0) remark(nobodyConfirms, options);
  });
  context.setExitCode(exitCodes.done);
}

/** Writes the lists, and remembers that the question is asked by them. */
async function handOut(folder: string, view: ReviewView, options: ReviewOptions, { ports }: OpenReview): Promise<true> {
  remark(`${await writeLists(folder, view)} lists in ${folder}: send each to whom it is for`, options);
  await rememberMessages(view, ports);
  return true;
}

const nobodyConfirms =
  'nobody may confirm what somebody attests for himself: set fallbackOwner or approvers in lastseen.yml';

function termsOf({ scope, until, unanswered = 'nothing' }: ReviewOptions): Omit<CampaignTerms, 'startedBy'> {
  const day = optionsOf(campaignUntil(until, clockTime()));
  return {
    scope: oneOf('scope', scope, campaignScopes),
    until: day,
    unanswered: oneOf('unanswered', unanswered, silences),
  };
}

function oneOf<T extends string>(option: string, given: string | undefined, words: readonly T[]): T {
  const found = words.find((word) => word === given);
  if (found === undefined)
    throw new InputError(`--${option}${given === undefined ? '' : ` ${given}`}: give one of ${words.join(', ')}`);
  return found;
}
