/** What the digest of an organization says of one account, in words; undefined where there is nothing to say. */

import type { ChangeKind } from '../alerts/changes.ts';
import { stateWords } from './member-account.ts';
import type { AccountNews, OrganizationAccount } from './organization-account.ts';

/** The unused users by the latest verdicts, without exempt ones. */
export const unusedOf = ({ judged }: OrganizationAccount) => judged?.counts.unusedNotExempt ?? 0;

/** The account by its id, its name, its organizational unit and its owner. */
export function called({ accountId, name, unit, owner }: OrganizationAccount): string {
  const place = unit === undefined || unit === '' ? '' : ` in ${unit}`;
  const whose = owner === undefined ? '' : `, owner ${owner}`;
  return name === accountId ? `${accountId}${place}${whose}` : `${accountId} ${name}${place}${whose}`;
}

/** Why the account could not be judged, and what was known of it last. */
export function unjudgedWords({ outcome, judged }: OrganizationAccount): string | undefined {
  const last =
    judged === undefined ? 'never judged yet' : `last judged ${judged.at}, ${judged.counts.unused} unused then`;
  switch (outcome.kind) {
    case 'refused':
      return `its role refused (${outcome.why}); ${last}`;
    case 'failed':
      return `${outcome.why}; ${last}`;
    case 'waiting':
      return `no answer in this run; ${last}`;
    case 'judged':
    case 'skipped':
    case 'out-of-service':
    case 'left':
      return undefined;
    default:
      return outcome satisfies never;
  }
}

/** The changes as counts, and some names: `3 newly unused, 1 back (alice, bob)`. */
export function changeWords({ kinds, newlyUnused }: NonNullable<OrganizationAccount['changes']>): string {
  const counts = changeNames.flatMap(([kind, words]) => (kinds[kind] ? [`${kinds[kind]} ${words}`] : []));
  const more = (kinds['became-unused'] ?? 0) - newlyUnused.length;
  const names = more > 0 && newlyUnused.length > 0 ? [...newlyUnused, `${more} more`] : newlyUnused;
  return `${counts.join(', ')}${names.length === 0 ? '' : ` (newly unused: ${names.join(', ')})`}`;
}

const changeNames: readonly (readonly [ChangeKind, string])[] = [
  ['became-unused', 'newly unused'],
  ['active-again', 'back again'],
  ['no-longer-unused', 'no longer unused'],
  ['became-unknown', 'newly unknown'],
  ['known-again', 'known again'],
  ['new-user', 'new'],
  ['gone', 'gone'],
  ['fell-quiet', 'quieter than ever'],
];

/** What the list of accounts has as news. */
export function newsWords(account: OrganizationAccount, news: AccountNews | undefined): string | undefined {
  switch (news) {
    case 'joined':
      return `new in the organization, ${stateWords(account)}`;
    case 'left':
      return 'left the organization';
    case 'state-changed':
      return `now ${stateWords(account)}`;
    case undefined:
      return undefined;
    default:
      return news satisfies never;
  }
}

/** The unused users of a judged account, without exempt ones. */
export function unusedWords(account: OrganizationAccount): string | undefined {
  const { outcome, judged } = account;
  if (outcome.kind !== 'judged' || unusedOf(account) === 0) return undefined;
  return `${unusedOf(account)} of ${judged?.counts.users} users`;
}

/** Until when a setting leaves the account out, and why. */
export const skippedWords = ({ outcome }: OrganizationAccount) =>
  outcome.kind === 'skipped' ? `until ${outcome.until}: ${outcome.why}` : undefined;

/** The state of an account that is not active. */
export const outOfServiceWords = (account: OrganizationAccount) =>
  account.outcome.kind === 'out-of-service' ? stateWords(account) : undefined;
