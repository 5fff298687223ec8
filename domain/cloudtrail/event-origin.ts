/** Refuses events that CloudTrail did not send about our accounts. */

import { type AccountId, parseAccountId } from '../ids.ts';
import { type JsonObject, objectAt } from '../json.ts';

/**
 * Why an event is no evidence, whatever its content. `foreign-source`: the sender is not an AWS service.
 * `foreign-account`: it belongs to another account, or names none. `foreign-function`: another function failed on it.
 */
export type RefusedReason = 'foreign-source' | 'foreign-account' | 'foreign-function';

/** The accounts whose events count. */
export type OurAccounts = ReadonlySet<AccountId>;

/**
 * Why an EventBridge event is refused, by its envelope; undefined where it is accepted. A sender chooses every field
 * but two: AWS reserves sources that begin with `aws.`, and sets the account. A partner's source (`aws.partner/...`) is
 * not AWS. Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export function refusalOfEvent(event: JsonObject, accounts: OurAccounts): RefusedReason | undefined {
  const { source, account } = event;
  if (typeof source !== 'string' || !/^aws\.(?!partner\/)/.test(source)) return 'foreign-source';
  return isOurs(account, accounts) ? undefined : 'foreign-account';
}

/**
 * The account of an accepted event. A record of another account in it is forged or misled: CloudTrail hands each
 * account its own records. So no member of an organization can speak for another, or for the account of the stack.
 */
export function senderOf({ account }: JsonObject): OurAccounts {
  const sender = parseAccountId(account);
  return new Set(sender === undefined ? [] : [sender]);
}

/**
 * Whether a record names another account than ours, as its recipient or, without a recipient, as its caller's account.
 */
export function isForeignRecord(record: JsonObject, accounts: OurAccounts): boolean {
  const account = record['recipientAccountId'] ?? objectAt(record, 'userIdentity')?.['accountId'];
  return account !== undefined && account !== null && !isOurs(account, accounts);
}

function isOurs(account: unknown, accounts: OurAccounts): boolean {
  return (accounts as ReadonlySet<unknown>).has(account);
}
