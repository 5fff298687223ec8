/** The entry of an account after its run. */

import { type Failed, mayPass } from '../../domain/answer.ts';
import type { AccountOutcome, OrganizationAccount } from '../../domain/organization/organization-account.ts';
import type { RunMessage } from '../../domain/organization/run-message.ts';
import { lostWords } from '../../domain/reconcile/lost-verdicts.ts';
import type { ReconcileOutcome } from '../reconcile/reconcile.ts';
import { changesOf, judgementOf } from './judged-account.ts';

export type JudgeMessage = Extract<RunMessage, { readonly kind: 'judge' }>;

/** The outcome where the role could not be assumed. Throws where another attempt may succeed. */
export function outcomeOfRefusal({ failure, cause }: Failed): AccountOutcome {
  if (failure.kind === 'denied') return { kind: 'refused', why: failure.why };
  if (mayPass(failure)) throw new Error(`the role could not be assumed (${failure.why})`, { cause });
  return { kind: 'failed', why: `its role could not be assumed (${failure.why})` };
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
      return unjudged(message, before, { kind: 'skipped', why: outcome.skip.reason, until: outcome.skip.end });
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

/** The entry of an account without new verdicts: those of an earlier run stay, with their time. */
export function unjudged(
  message: JudgeMessage,
  before: OrganizationAccount | undefined,
  outcome: AccountOutcome,
): OrganizationAccount {
  const { judged, owner } = before ?? {};
  return { ...entryOf(message, outcome), ...(owner && { owner }), ...(judged && { judged }) };
}

function entryOf({ member, runId, news }: JudgeMessage, outcome: AccountOutcome): OrganizationAccount {
  return { ...member, runId, outcome, ...(news && { news }) };
}
