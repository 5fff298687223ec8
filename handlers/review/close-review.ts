/** Ends a campaign: its effects, then its closing file, then the mark that it is closed. */

import type { UserEntries } from '../../domain/lifecycle/lifecycle.ts';
import type { LifecycleFacts } from '../../domain/lifecycle/plan-lifecycle.ts';
import type { LifecycleSettings } from '../../domain/lifecycle/settings.ts';
import { type ClosedCampaign, endOf } from '../../domain/review/campaign.ts';
import { closingContent } from '../../domain/review/closing.ts';
import { keepWrites, removalWrites } from '../../domain/review/effects.ts';
import { type ReviewView, viewReview } from '../../domain/review/review-view.ts';
import type { UserReview } from '../../domain/review/user-review.ts';
import { isSameData } from '../../domain/same-data.ts';
import { InputError } from '../input-error.ts';
import type { GatheredLifecycle } from '../lifecycle/make-plan.ts';
import { someAtOnce } from '../some-at-once.ts';
import { refuseGaps } from './begin-review.ts';
import { type SealedReview, sealReview, textOfReview } from './closing-file.ts';
import { entriesOf } from './give-answers.ts';
import { type OpenCampaign, readWhole } from './open-campaign.ts';
import type { ReviewPorts } from './review-ports.ts';

/** How a campaign is closed. */
export interface Closing {
  readonly settings: LifecycleSettings;
  /** Needed before the end, while somebody has still to answer. */
  readonly reason: string | undefined;
  readonly software: string;
  readonly doubts: readonly string[];
  /** Keeps the text of the closing file. What it throws leaves the campaign open. */
  readonly writeFile: (text: string) => Promise<void>;
}

type EntriesOfUsers = Map<UserReview['userId'], UserEntries>;

/** A campaign that was closed, and its file. */
export interface ClosedReview {
  readonly view: ReviewView;
  readonly closed: ClosedCampaign;
  readonly file: SealedReview;
}

/**
 * Closes the campaign. It is marked as closed last: who repeats a close that was cut off ends where it would have
 * ended. Throws InputError where it may not end yet.
 */
export async function closeReview(
  open: OpenCampaign,
  { facts, missing }: GatheredLifecycle,
  closing: Closing,
  ports: ReviewPorts,
): Promise<ClosedReview> {
  refuseGaps(missing, 'closed');
  const { campaign, reviews } = open;
  const view = viewReview(campaign, reviews, facts, closing.settings);
  refuseEarly(view, closing, facts.question.now);
  const entries: EntriesOfUsers = new Map();
  await someAtOnce(reviews, async (review) => {
    entries.set(review.userId, await applyEffects(open, review, facts, ports));
  });
  const { now: at } = facts.question;
  const closed = { at, by: ports.by, ...(closing.reason !== undefined && { reason: closing.reason }) };
  const file = fileOf(view, closed, entries, facts, closing);
  await closing.writeFile(textOfReview(file));
  const marked = { ...closed, digest: file.digest.value };
  await markClosed(open, marked, ports);
  return { view, closed: marked, file };
}

function fileOf(
  { campaign, users }: ReviewView,
  closed: Omit<ClosedCampaign, 'digest'>,
  entries: EntriesOfUsers,
  { assessments, question }: LifecycleFacts,
  { doubts, software }: Closing,
): SealedReview {
  const unread = users.filter(({ review }) => entries.get(review.userId)?.isUnreadable === true);
  const untouched = unread.map(
    ({ row }) => `${row.userName}: another version wrote its lifecycle, so nothing was changed`,
  );
  const content = closingContent({
    ...{ campaign, closed, software, doubts: [...doubts, ...untouched], reviewed: users },
    assessments: [...assessments.values()],
    entries: { users: entries, brake: undefined },
    thresholdDays: question.thresholdDays,
  });
  return sealReview({ ...content });
}

function refuseEarly({ campaign, counts }: ReviewView, { reason }: Closing, now: string): void {
  const { id, until, closed } = campaign;
  if (closed !== undefined) throw new InputError(`review ${id} was closed on ${closed.at} by ${closed.by}`);
  if (now >= endOf(campaign) || counts.open === 0 || reason !== undefined) return;
  const open = counts.open === 1 ? '1 user is' : `${counts.open} users are`;
  throw new InputError(`review ${id} runs until ${until}, and ${open} not answered: wait, or say why with --reason`);
}

/** The user's entries after what the answers change. */
async function applyEffects({ campaign }: OpenCampaign, review: UserReview, facts: LifecycleFacts, ports: ReviewPorts) {
  const { now } = facts.question;
  const entries = await entriesOf(review, ports);
  if (entries.isUnreadable) return entries;
  const writes = [...keepWrites(campaign, review, entries, now), ...removalWrites(campaign, review, entries, now)];
  for (const write of writes) await ports.table.writeLifecycle(ports.accountId, write);
  return writes.length === 0 ? entries : entriesOf(review, ports);
}

/** An answer that came meanwhile is not in the file: then the campaign stays open, and is closed by another try. */
async function markClosed(
  { campaign, reviews }: OpenCampaign,
  closed: ClosedCampaign,
  { table, accountId }: ReviewPorts,
): Promise<void> {
  const { id, version } = campaign;
  const present = await readWhole(table, campaign);
  const isSame = isSameData(present.reviews, reviews);
  const write = { kind: 'campaign', campaign: { ...campaign, version: version + 1, closed } } as const;
  if (isSame && (await table.writeCampaign(accountId, write))) return;
  throw new InputError(`review ${id}: somebody answered or closed it meanwhile; run lastseen review close again`);
}
