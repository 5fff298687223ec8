import type { Campaign } from './campaign.ts';
import type { UserReview } from './user-review.ts';

/** The name in an ARN of who calls: a user's, or that of a role's session, which is the person's by custom. */
const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1).toLowerCase();

/** Sessions are called by an address at times: `alice@example.com` may be the user alice. */
const personOf = (arn: string): string => nameOf(arn).replace(/(?<=.)@.*$/, '');

/**
 * Whether somebody would attest for himself: the user is his own, or he created it. A doubt counts as yes, because then
 * only somebody else is asked too.
 */
export function isOwnUser(by: string, { arn, creator }: Pick<UserReview, 'arn' | 'creator'>): boolean {
  return [arn, creator].some((own) => own !== undefined && personOf(own) === personOf(by));
}

/** Whether somebody may attest where another attested for himself. Here a doubt counts as no. */
export function isConfirmer(by: string, { confirmers }: Pick<Campaign, 'confirmers'>): boolean {
  return confirmers.some((name) => name === by || name.toLowerCase() === nameOf(by));
}
