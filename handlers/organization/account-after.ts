/** The entry of an account after its run. */

import { type Failed, mayPass } from '../../domain/answer.ts';
import type { AccountOutcome, OrganizationAccount } from '../../domain/organization/organization-account.ts';
import type { RunMessage } from '../../domain/organization/run-message.ts';
import { entryOf, refusedBy, skippedBy, unjudged } from '../../domain/organization/unjudged-account.ts';
import { lostWords } from '../../domain/reconcile/lost-verdicts.ts';
import type { ReconcileOutcome } from '../reconcile/reconcile.ts';
import { changesOf, judgementOf } from './judged-account.ts';

export type JudgeMessage = Extract<RunMessage, { readonly kind: 'judge' }>;

/** The outcome where the role could not be assumed. Throws where another attempt may succeed. */
export function outcomeOfRefusal({ failure, cause }: Failed): AccountOutcome {
  if (mayPass(failure)) throw new Error(`the role could not be assumed (${failure.why})`, { cause });
  return refusedBy(failure);
}

/** The entry after the account's daily job. Throws where another attempt may succeed. */
export function accountAfter(
  message: JudgeMessage,
  before: OrganizationAccount | undefined,
  outcome: ReconcileOutcome,
): OrganizationAccount {
  switch (outcome.kind) {
    case 'done': {
      const changes = changesOf(outcome.plan);
      const judged = judgementOf(outcome.plan, outcome.notes);
      return { ...entryOf(message, { kind: 'judged' }), judged, ...(changes && { changes }) };
    }
    case 'skipped':
      return unjudged(message, before, skippedBy(outcome.skip));
    case 'shrunk': {
      const { from, to } = outcome.shrinkage;
      const event = `{"acceptShrunkInventory":["${message.member.accountId}"]}`;
      const why = `IAM lists ${to} of the ${from} users of the last run; if that is right, run the planner once with ${event}`;
      return unjudged(message, before, { kind: 'failed', why });
    }
    case 'unread': {
      const why = lostWords(outcome.lost);
      if (!outcome.lost.isDenied) throw new Error(why);
      return unjudged(message, before, { kind: 'refused', why });
    }
    case 'busy':
      throw new Error(`another run holds the lease of the account until ${outcome.heldUntil}`);
    case 'table-unreadable':
      throw new Error('the table could not be read', { cause: outcome.cause });
    default:
      return outcome satisfies never;
  }
}
