/** One account of an organization, as AWS Organizations lists it. */

import { type AccountId, parseAccountId } from '../ids.ts';
import { isJsonObject, textAt } from '../json.ts';
import { plainText } from '../plain-text.ts';
import { isOneOf, isOptional, isText, parsedBy, type Shapes } from '../shape.ts';

/**
 * The states that this version knows, in AWS's words.
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
 */
const accountStates = ['ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED'] as const;

/** `UNRECOGNIZED`: AWS gave no state, or one that this version does not know. */
export type AccountState = (typeof accountStates)[number] | 'UNRECOGNIZED';

/** One account of `aws organizations list-accounts`. */
export interface ListedAccount {
  readonly accountId: AccountId;
  /** As the organization calls it; the id where it has no name. Names need not be unique. */
  readonly name: string;
  readonly state: AccountState;
  /** AWS's word for an unrecognized state, at most 40 characters; absent where AWS gave none. */
  readonly stateText?: string | undefined;
}

/** A listed account and its place. */
export interface MemberAccount extends ListedAccount {
  /**
   * The names of its organizational units from the root down, `Production/Payments`; empty directly below the root,
   * absent where it is not known.
   */
  readonly unit?: string | undefined;
}

/** The fields of an account as the table and the queue hold them. */
export const memberShapes: Shapes<MemberAccount> = {
  accountId: parsedBy(parseAccountId),
  name: isText,
  state: isOneOf(...accountStates, 'UNRECOGNIZED'),
  stateText: isOptional(isText),
  unit: isOptional(isText),
};

const maxNameLength = 50;
const maxStateLength = 40;

/** The name of a listed account, at most 50 characters as in AWS; undefined where there is none. */
export const accountNameIn = (listed: unknown): string | undefined =>
  isJsonObject(listed) ? textAt(listed, 'Name', maxNameLength) : undefined;

/** The state of a listed account. `Status` stands in for `State`, which replaces it: a list may have either. */
export function accountStateIn(listed: unknown): Pick<ListedAccount, 'state' | 'stateText'> {
  if (!isJsonObject(listed)) return { state: 'UNRECOGNIZED' };
  const stateText = textAt(listed, 'State', maxStateLength) ?? textAt(listed, 'Status', maxStateLength);
  const state = accountStates.find((known) => known === stateText?.toUpperCase());
  if (state !== undefined) return { state };
  return stateText === undefined ? { state: 'UNRECOGNIZED' } : { state: 'UNRECOGNIZED', stateText };
}

/** Suspended or closed: nobody can sign in, and nobody can get a report of it. */
export const isClosed = ({ state }: Pick<ListedAccount, 'state'>): boolean =>
  state === 'SUSPENDED' || state === 'CLOSED';

/** Whether a run tries to judge the account: an unrecognized state is tried, so that no account goes missing. */
export const isInService = ({ state }: Pick<ListedAccount, 'state'>): boolean =>
  state === 'ACTIVE' || state === 'UNRECOGNIZED';

/** The state for a sentence: `suspended`, `in the state FROZEN, which is not known`. */
export function stateWords({ state, stateText }: Pick<ListedAccount, 'state' | 'stateText'>): string {
  if (state !== 'UNRECOGNIZED') return state.toLowerCase().replaceAll('_', ' ');
  return stateText === undefined ? 'without a state' : `in the state ${plainText(stateText)}, which is not known`;
}
