import { parseAccountId } from '../../../../domain/ids.ts';
import { objectAt, textAt } from '../../../../domain/json.ts';
import { plainText } from '../../../../domain/plain-text.ts';
import { InputError } from '../../../input-error.ts';
import { openReviewFile, type SealedReview } from '../../../review/closing-file.ts';
import { openCampaign } from '../../../review/open-campaign.ts';
import { exitCodes } from '../../exit-codes.ts';
import { openTable } from '../../open-table.ts';
import type { ProgramContext } from '../../program-context.ts';
import { textOfFile } from '../../text-file.ts';
import type { ReviewOptions } from './review-options.ts';

/** Verifies a closing file by itself, and against the table where one is named. */
export async function runVerify(
  path: string | undefined,
  options: ReviewOptions,
  context: ProgramContext,
): Promise<void> {
  if (path === undefined) throw new InputError('review verify: name a closing file');
  const text = await textOfFile(path);
  const opened = openReviewFile(text);
  const stranger = opened.kind === 'wrong' && opened.problems.find(({ field }) => field === 'kind');
  if (stranger) throw new InputError(`${path}: ${stranger.todo}`);
  const says =
    opened.kind === 'wrong' ? opened.problems.map(({ todo }) => todo) : await differences(opened.value, options);
  const lines = says.length > 0 ? says.map((each) => `differs  ${each}`) : [`ok       ${asWritten(opened, options)}`];
  process.stdout.write(`${[path, ...lines.map((line) => `  ${line}`)].map(plainText).join('\n')}\n`);
  context.setExitCode(says.length > 0 ? exitCodes.finding : exitCodes.done);
}

/** A forger can write the digest into the file. The table holds it too. */
async function differences({ content, digest }: SealedReview, options: ReviewOptions): Promise<string[]> {
  if (!isTableNamed(options)) return [];
  const accountId = parseAccountId(content['accountId']);
  const id = textAt(objectAt(content, 'campaign') ?? {}, 'id');
  if (accountId === undefined || id === undefined) return ['was changed: it names no account or no review'];
  const table = await openTable(options, 'existing');
  const { campaign } = await openCampaign(table, accountId, id).finally(() => table.close());
  return campaign.closed?.digest === digest.value ? [] : ['the table knows another digest of this review'];
}

const isTableNamed = ({ isTyped }: ReviewOptions): boolean => isTyped('data') || isTyped('table');

function asWritten(opened: ReturnType<typeof openReviewFile>, options: ReviewOptions): string {
  const digest = opened.kind === 'ok' ? `, SHA-256 ${opened.value.digest.value}` : '';
  return isTableNamed(options)
    ? `as it was written${digest}; the table knows the same digest`
    : `as it was written${digest}; give --data or --table to compare it with the table`;
}
