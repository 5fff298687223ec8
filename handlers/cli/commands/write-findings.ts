import type { FindingFormat } from '../../../domain/settings/settings.ts';
import type { Instant } from '../../../domain/time.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { InputError } from '../../input-error.ts';
import type { ListSelection } from '../../query/list-selection.ts';
import { selectJudged } from '../../query/select-judged.ts';
import type { Judged } from '../../report/user-report.ts';
import { remark } from '../missing.ts';
import type { Output } from '../output.ts';
import { isOfAws, renderFindings } from '../render/render-findings.ts';

/** The verdicts that become findings, and when. */
export interface FindingsRequest {
  readonly verdicts: readonly Judged[];
  readonly selection: ListSelection;
  readonly now: Instant;
}

/**
 * Writes the selected verdicts as findings. Findings of Security Hub belong to a Region: that of AWS's own environment
 * variables. Throws InputError where nobody was judged: an empty list would say that nobody is unused.
 */
export async function writeFindings(
  format: FindingFormat,
  { isByLine, write }: Pick<Output, 'isByLine' | 'write'>,
  { verdicts, selection, now }: FindingsRequest,
): Promise<void> {
  if (verdicts.length === 0) {
    const todo = 'add --credential-report and --authorization-details';
    throw new InputError(`--format ${format}: without an inventory there are no verdicts; ${todo}`);
  }
  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  const view = { now, region, toolVersion: packageJson.version, isByLine };
  const selected = selectJudged(verdicts, selection);
  const others = format === 'asff' ? selected.filter((judged) => !isOfAws(judged)).length : 0;
  if (others > 0) remark(`--format asff: Security Hub takes users of AWS alone: left ${others} out; give ocsf`, {});
  await write(renderFindings(format, selected, view));
}
