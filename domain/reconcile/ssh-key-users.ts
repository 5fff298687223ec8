import type { IamUser } from '../inventory/iam-user.ts';
import type { Question } from '../question.ts';
import type { StoredAccount } from '../table/stored-account.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { isUnused } from '../verdict/state.ts';
import { reconcile } from './reconciliation.ts';

/**
 * The users whose SSH keys matter: those who would be unused by all that is known without them, or would be if their
 * other credentials were watched. An SSH key can only move a user away from unused, so of everybody else it need not
 * be asked.
 */
export function usersToAskForSshKeys(stored: StoredAccount, users: readonly IamUser[], question: Question): IamUser[] {
  const reading = { unreadableLogFiles: 0, unreadableRecords: new Map() };
  const { assessments } = reconcile(stored, users, [], reading, question);
  return [...assessments.values()].filter(wouldBeUnused).map(({ user }) => user);
}

function wouldBeUnused({ state, gaps }: Assessment): boolean {
  const isDecidedBySilence = gaps.every(({ kind }) => kind === 'use-not-recorded' || kind === 'all-silent-at-once');
  return isUnused(state) || (state === 'unknown' && isDecidedBySilence);
}
