/** Joins entries without an id to the users of the list who have their addresses. */

import { groupsByKey } from '../../group-by.ts';
import { matchCreation } from '../../inventory/iam-user.ts';
import { laterOf } from '../../time.ts';
import { type AddressOnly, addressKey, type ListedPerson } from './inventory.ts';

/** The users with the logins that entries without an id name, and the addresses that no user has. */
export interface AddressJoin {
  readonly people: readonly ListedPerson[];
  readonly strangers: readonly string[];
}

/**
 * Adds what entries without an id say of a login. They are no read of the list, and prove no silence: an address may
 * be given to somebody else. An entry of another creation than the user's is of an earlier user of the address.
 */
export function joinAddresses(people: readonly ListedPerson[], entries: readonly AddressOnly[]): AddressJoin {
  const byAddress = groupsByKey(entries, ({ address }) => addressKey(address));
  const known = new Set(people.map(({ userName }) => addressKey(userName)));
  return {
    people: people.map((person) => {
      const named = byAddress.get(addressKey(person.userName)) ?? [];
      const logins = named.filter((entry) => matchCreation(entry, person) !== 'different');
      return { ...person, activity: logins.map(({ lastLogin }) => lastLogin).reduce(laterOf, person.activity) };
    }),
    strangers: [...byAddress.values()].flatMap(([{ address }]) => (known.has(addressKey(address)) ? [] : [address])),
  };
}
