import { type AccountId, parseAccountId } from '../ids.ts';
import { isJsonObject } from '../json.ts';
import { ok, okUnless, type Parsed, type Problem } from '../parsed.ts';

/** Lists that have become much smaller, and that a person confirmed to be right. */
export interface AcceptedLosses {
  /** The list of the organization's accounts. */
  readonly organization: boolean;
  /** Accounts whose list of users is confirmed. */
  readonly accounts: readonly AccountId[];
}

/** Nobody confirmed anything. */
export const nothingAccepted: AcceptedLosses = { organization: false, accounts: [] };

/**
 * Reads `{"acceptShrunkOrganization": true, "acceptShrunkInventory": ["111122223333"]}` of the event that begins a run.
 * Any other event accepts nothing.
 */
export function parseAcceptedLosses(event: unknown): Parsed<AcceptedLosses> {
  if (!isJsonObject(event)) return ok(nothingAccepted);
  const { acceptShrunkOrganization: organization, acceptShrunkInventory: inventories = [] } = event;
  const listed: readonly unknown[] = Array.isArray(inventories) ? inventories : [inventories];
  const problems = listed.filter((each) => parseAccountId(each) === undefined).map(notAnAccount);
  return okUnless(problems, {
    organization: organization === true,
    accounts: listed.flatMap((each) => parseAccountId(each) ?? []),
  });
}

const notAnAccount = (given: unknown): Problem => ({
  field: 'acceptShrunkInventory',
  given: JSON.stringify(given),
  todo: 'give a list of account ids of 12 digits',
});
