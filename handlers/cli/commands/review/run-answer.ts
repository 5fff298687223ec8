import type { Problem } from '../../../../domain/parsed.ts';
import { plainText } from '../../../../domain/plain-text.ts';
import { standingWords } from '../../../../domain/review/standing-words.ts';
import type { UserReview } from '../../../../domain/review/user-review.ts';
import { gatherAccountAccess } from '../../../../infra/aws/iam/iam-account-access.ts';
import { InputError } from '../../../input-error.ts';
import { readAnswersFile } from '../../../review/answers-file.ts';
import { type AnswerReading, type GivenFor, type GivenResult, giveAnswers } from '../../../review/give-answers.ts';
import { openCampaign } from '../../../review/open-campaign.ts';
import { exitCodes } from '../../exit-codes.ts';
import { remark } from '../../missing.ts';
import { problemWords } from '../../options/option-problems.ts';
import { type Output, openOutput } from '../../output.ts';
import type { ProgramContext } from '../../program-context.ts';
import { printableJson } from '../../render/printable-json.ts';
import { type OpenReview, withReview } from './open-review.ts';
import type { ReviewOptions } from './review-options.ts';
import { reviewFormats } from './review-text.ts';

/** Answers, and how a problem of each is said. */
interface Given {
  readonly answers: readonly GivenFor[];
  readonly words: AnswerReading['words'];
}

/** Records the answer about one user, or all those of a file. */
export async function runAnswer(
  who: string | undefined,
  options: ReviewOptions,
  context: ProgramContext,
): Promise<void> {
  const output = await openOutput(options, { command: 'review answer', formats: reviewFormats });
  const { answers, words } = await givenOf(who, options);
  await withReview(options, async (open) => {
    const { accountId, table } = open.ports;
    const campaign = await openCampaign(table, accountId, options.campaign);
    const isAdmin = await adminsOf(open, options);
    const results = await giveAnswers(campaign, answers, { isAdmin, words }, open.ports);
    await output.write(textOf(campaign.campaign.id, results, output));
  });
  context.setExitCode(exitCodes.done);
}

async function givenOf(who: string | undefined, options: ReviewOptions): Promise<Given> {
  const { file, answer, until, month, to, reason } = options;
  if (file === undefined) {
    if (who === undefined) throw new InputError('review answer: name a user, or give many answers with --file');
    return {
      answers: [{ who, given: { answer, until, month, to, reason } }],
      words: (_, problem) => optionWords(problem),
    };
  }
  if (who !== undefined) throw new InputError(`review answer ${who}: give one user or --file, not both`);
  const idle = ['answer', 'until', 'month', 'to', 'reason'].find(options.isTyped);
  if (idle !== undefined) throw new InputError(`--${idle}: the rows of --file say that`);
  return answersOf(file);
}

/** The option of an answer in words; the user is no option. */
const optionWords = (problem: Problem): string =>
  problem.field === 'user' ? `${problem.given}: ${problem.todo}` : problemWords(problem);

async function answersOf(file: string): Promise<Given> {
  const rows = await readAnswersFile(file);
  if (rows.kind === 'wrong')
    throw new InputError(`--file ${file}: ${rows.problems.map(({ todo }) => todo).join('; ')}`);
  const answers = rows.value.map(({ cells: { userId, userName, ...given } }) => ({
    who: userId ?? userName ?? '',
    given,
  }));
  const words = (index: number, { field, given = '', todo }: Problem) => {
    const { place, cells } = rows.value[index] ?? { place: '', cells: {} };
    const name = cells.userName ?? cells.userId ?? 'no user';
    return `--file ${file}: ${place} (${name}): ${field}${given.trim() === '' ? '' : ` ${given}`}: ${todo}; nothing was recorded`;
  };
  return { answers, words };
}

/** Who can change IAM is kept for a shorter time. Where IAM does not say, everybody counts as such. */
async function adminsOf({ session }: OpenReview, options: ReviewOptions): Promise<(review: UserReview) => boolean> {
  const access = await gatherAccountAccess(session.iam);
  if (access.kind === 'failed') {
    remark(`IAM did not say who can change IAM (${access.failure.why}): a keep ends after 90 days at most`, options);
    return () => true;
  }
  return ({ userId }) => access.value.get(userId)?.changesIam !== false;
}

function textOf(campaign: string, results: readonly GivenResult[], { format }: Output<(typeof reviewFormats)[number]>) {
  const answers = results.map(({ review: { userId, userName }, standing, isNew }) => ({
    ...{ userId, userName, isNew, standing: standing.kind },
    says: standingWords(standing),
  }));
  if (format === 'json') return `${printableJson({ campaign, answers }, 2)}\n`;
  const lines = answers.map(({ userName, isNew, says }) => `${userName}: ${says}${isNew ? '' : ' (said before)'}`);
  return `${lines.map(plainText).join('\n')}\n`;
}
