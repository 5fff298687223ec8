import type { ReviewView } from '../../../../domain/review/review-view.ts';
import packageJson from '../../../../package.json' with { type: 'json' };
import { closeReview } from '../../../review/close-review.ts';
import { openCampaign } from '../../../review/open-campaign.ts';
import { exitCodes } from '../../exit-codes.ts';
import { remark } from '../../missing.ts';
import { openOutput, replaceFile } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { reasonOf } from '../lifecycle/word-options.ts';
import { doubtsOf, gatherForReview, withReview } from './open-review.ts';
import type { ReviewOptions } from './review-options.ts';
import { reviewFormats, reviewText } from './review-text.ts';

/** Closes a review: its effects, the file for the auditor, and the mark. */
export async function runClose(options: ReviewOptions, context: ProgramContext): Promise<void> {
  const reason = reasonOf(options);
  const output = await openOutput(options, { command: 'review close', formats: reviewFormats });
  await withReview(options, async (open) => {
    const { accountId, table } = open.ports;
    const campaign = await openCampaign(table, accountId, options.campaign);
    const path = options.closingFile ?? `review-${accountId}-${campaign.campaign.id}.json`;
    const gathered = await gatherForReview(open, options);
    const closing = {
      ...{ settings: open.request.settings, reason, software: packageJson.version, doubts: doubtsOf(gathered.facts) },
      writeFile: (text: string) => replaceFile(path, text),
    };
    const { view, file, closed } = await closeReview(campaign, gathered, closing, open.ports);
    const shown: ReviewView = { ...view, campaign: { ...view.campaign, closed } };
    await output.write(reviewText(shown, gathered.facts.question.now, gathered.missing, output));
    remark(`closing file ${path}, SHA-256 ${file.digest.value}`, options);
  });
  context.setExitCode(exitCodes.done);
}
