import { dueLetters } from '../../../../domain/review/review-view.ts';
import { openCampaign } from '../../../review/open-campaign.ts';
import { rememberMessages } from '../../../review/send-messages.ts';
import { remark, reportMissing } from '../../missing.ts';
import { openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { letterWords } from '../../render/review/render-review.ts';
import { gatherForReview, viewNow, withReview } from './open-review.ts';
import type { ReviewOptions } from './review-options.ts';
import { reviewFormats, reviewText } from './review-text.ts';
import { makeListsFolder, writeLists } from './write-lists.ts';

/** Shows a review, with recommendations of this moment. `--lists` writes the lists, and remembers who was told. */
export async function runStatus(options: ReviewOptions, context: ProgramContext): Promise<void> {
  const { lists } = options;
  const output = await openOutput(options, { command: 'review status', formats: reviewFormats });
  if (lists !== undefined) await makeListsFolder(lists);
  const missing = await withReview(options, async (open) => {
    const { accountId, table } = open.ports;
    const campaign = await openCampaign(table, accountId, options.campaign);
    const { facts, missing } = await gatherForReview(open, options);
    const view = viewNow(open, campaign, facts);
    await output.write(reviewText(view, facts.question.now, missing, output));
    if (lists === undefined) return missing;
    remark(`${await writeLists(lists, view)} lists in ${lists}`, options);
    for (const letter of dueLetters(view)) remark(letterWords(letter), options);
    await rememberMessages(view, open.ports);
    return missing;
  });
  context.setExitCode(reportMissing(missing, options));
}
