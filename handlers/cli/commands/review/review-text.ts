import type { ReviewView } from '../../../../domain/review/review-view.ts';
import type { Instant } from '../../../../domain/time.ts';
import { reviewReport } from '../../../report/review-report.ts';
import type { Output } from '../../output.ts';
import { printableJson } from '../../render/printable-json.ts';
import { renderReview } from '../../render/review/render-review.ts';

export const reviewFormats = ['table', 'json'] as const;

/** A campaign as JSON, or for people. */
export function reviewText(
  view: ReviewView,
  asOf: Instant,
  missing: readonly string[],
  output: Output<(typeof reviewFormats)[number]>,
): string {
  return output.format === 'json'
    ? `${printableJson(reviewReport(view, asOf, missing), 2)}\n`
    : renderReview(view, output);
}
